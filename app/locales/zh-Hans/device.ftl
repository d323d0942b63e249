# 这台设备
device-rescue = 取救援文件
device-check = 再核对一次
device-rescue-means = 救援文件是加密的全部未同步内容，可以导入任何一台设备，重复导入也不会多出记录。
device-import = 导入救援文件
device-import-choose = 选救援文件
device-import-means = 文件里的内容会送到服务器，每一条都有回执。
