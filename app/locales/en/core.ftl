# Product and navigation
product = Yingke
nav-main = Main navigation
nav-tabs = Bottom navigation
nav-home = Today
nav-home-short = Today
nav-setup = Set up the organisation
nav-signin = Sign in
nav-unlock = Unlock
nav-booth = Capture leads
nav-booth-short = Capture
nav-leads = Show leads
nav-leads-short = Leads
nav-customers = Customers
nav-customers-short = Customers
nav-exhibitions = Exhibitions
nav-tasks = Tasks
nav-tasks-short = Tasks
nav-approvals = Approvals
nav-approvals-short = Approvals
nav-rules = Rule book
nav-outbox = To resolve
nav-outbox-short = Resolve
nav-settings = Settings
nav-storage = This device
nav-users = People and roles
nav-about = About Yingke
nav-not-found = No such page

# Words used everywhere
skip = Skip to content
place = Where you are
back = Back
close = Close
show = Show
save = Save
saving = Saving
cancel = Cancel
undo = Undo
clear = Clear
remove = Remove “{ $name }”
search-to-add = Search to add
search-found = Found
more = More
new = New
edit = Edit
retry = Try again
lock = Lock
sign-out = Sign out
theme = Light or dark
theme-system = As the system
theme-light = Light
theme-dark = Dark
language = Language
required = Required
not-given = Not given
grade = Interest
yes = Yes
no = No
why = Why?
why-way-out = What to do:{ " " }
find-hint = Customer, phone ending, pinyin
views = Saved views
view-keep = Keep as view
filters = Filters
export = Export

# How far things are on their way
sync = Sync
sync-local = Saved here
sync-queued = Queued
sync-syncing = Syncing
sync-synced = Synced
sync-partial = Partly
sync-failed = Failed
sync-conflict = Conflict
sync-review = Needs review
sync-rejected = Returned
sync-pending = { $count } to sync
offline-safe = Offline · { $count } to sync · all safe on this device
offline-since = No network since { $time }, capture goes on
demo-data = Demonstration data: change what you like
update-ready = Update ready, applied next time you open

# Changes
sign = Signature
sign-clear = Wipe and sign again
sign-typed = Or type your name instead
diff-mark = Change
diff-added = New
diff-removed = Gone
diff-changed = Changed

# Tables
grid-select-all = Select all
grid-select = Select { $name }
bulk-label = What to do with the selection
bulk-count = { $count } selected
bulk-clear = Clear selection

# The way in: setup, sign-in, passphrase, unlock
gate-foot = Encrypted on this device, works without a network
gate-promise = The light is on when guests arrive
gate-promise-more = From the first card at the booth to the last call after delivery: one customer, one line.
gate-point-capture = Scan a badge, saved in two taps
gate-point-offline = Works a week without a network
gate-point-safe = What is written stays, even without power
signin-lead = With the account your administrator gave you.
signin-account = Account
signin-password = Password
signin-invited = I have an invitation code
signin-offline = The server cannot be reached. The first sign-in needs it once
signin-wrong = Wrong account or password. Try again, or ask your administrator to reset it
setup-lead = Once only: the organisation and its first administrator.
setup-code = One-time setup code
setup-code-help = Printed in the window where the server was started
setup-organisation = Name of the organisation
setup-zone = Time zone
setup-name = Your name
setup-password-help = At least 10 characters; a sentence is easiest to remember
setup-create = Set up
passphrase-title = Choose a passphrase for this device
passphrase-lead = Your data is encrypted with it. It stays on this device; the server does not know it.
passphrase-first = Passphrase
passphrase-second = Once more
passphrase-help = At least 8 characters. A few unrelated words are best
passphrase-differ = The two differ. Type it once more
passphrase-short = { $count } more { $count ->
     [one] character
    *[other] characters
  }
passphrase-choose = Use this passphrase
passphrase-working = Making the key, a second or two
passphrase-forgotten = A forgotten passphrase loses nothing: sign in online and choose another
unlock-pending = { $count } not synced yet, all safe on this device
unlock-wrong = Wrong passphrase. Check capitals and input method
unlock-opening = Opening the data of this device
unlock-other = Somebody else signs in

# No such page
not-found-title = No such page
not-found-text = The address may be mistyped, or the page is gone.
not-found-home = Go to the start

starting = Opening
continue = Continue
gate-insecure = This address is not safe
gate-insecure-text = Open it by its https address, or on the server itself by 127.0.0.1. Browsers withhold storage and camera on unencrypted addresses.
gate-too-old = The data here is from a newer version
gate-too-old-text = Go online and open this page again. All data is still here.
invite-code = One-time code
invite-password = New password
lock-wrong = Wrong passphrase. Try again
lock-too-weak = Use at least { $least } characters
lock-grant-over = More than 7 days without the server. Sign in online once
lock-signed-out = Signed out here. Sign in online
lock-damaged = The key cannot be read. Choose “Forgot passphrase” and set a new one online
lock-failed = It did not open. Try again
lock-forgot = Forgot passphrase
lock-forgot-means = Sign in online and set a new one. What is not synced stays and will be sent; the rest is fetched again.
problem-unreachable = The server cannot be reached. Check the network and try again
problem-stranger = Something else answered. You may have to sign in to this network first
problem-wrong-credentials = Wrong account or password
problem-wrong-code = Wrong code, or used already
problem-too-many-attempts = Too many attempts. Try again in { $seconds } seconds
problem-weak-password = Too short: use at least 10 characters
problem-sign-in-needed = Sign in first
problem-account-disabled = This account is disabled. Ask your administrator
problem-device-revoked = This device was reported lost. Ask your administrator
problem-forbidden = This account may not do that
problem-login-taken = Another account has this name. Choose another
problem-already-set-up = The organisation exists already. Sign in
problem-not-set-up = The organisation is not set up yet
problem-invalid = One entry is not acceptable. Check and try again
problem-malformed = The server did not understand. Reload and try again
problem-storage-full = The server's disk is full. Your data is safe here. Tell your administrator
problem-unavailable = The server is busy. Try again soon
problem-internal = Something is wrong on the server. Try again soon
filters-clear = Clear filters
device-rescue = Export rescue file
device-rescue-saved = Rescue file exported

nav-visits = Visits
nav-visits-short = Visits
print = Print
