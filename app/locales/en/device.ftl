# This device
device-rescue = Save a rescue file
device-check = Check again
device-rescue-means = A rescue file holds everything not yet synced, encrypted. Any device can take it in; taking it in twice adds nothing.
device-import = Take in a rescue file
device-import-choose = Choose a rescue file
device-import-means = Its content goes to the server; every entry gets a receipt.
