# 這臺裝置
device-rescue = 取救援檔案
device-check = 再核對一次
device-rescue-means = 救援檔案是加密的全部未同步內容，可以匯入任何一臺裝置，重複匯入也不會多出記錄。
device-import = 匯入救援檔案
device-import-choose = 選救援檔案
device-import-means = 檔案裡的內容會送到伺服器，每一條都有回執。
