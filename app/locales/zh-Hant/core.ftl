# 产品与导航
product = 迎客
nav-main = 主導覽
nav-tabs = 底部導覽
nav-home = 迎客
nav-setup = 建立組織
nav-signin = 登入
nav-unlock = 解鎖
nav-booth = 採集線索
nav-booth-short = 採集
nav-leads = 展會線索
nav-leads-short = 線索
nav-customers = 客戶
nav-customers-short = 客戶
nav-exhibitions = 展會
nav-tasks = 任務
nav-tasks-short = 任務
nav-outbox = 待處理
nav-outbox-short = 待處理
nav-settings = 設定
nav-storage = 這台裝置
nav-users = 人員與權限
nav-about = 關於
nav-gallery = 元件樣張
nav-not-found = 沒有這一頁

# 常用词
skip = 跳到主要內容
back = 返回
close = 關閉
show = 查看
save = 存下
saving = 正在存
cancel = 取消
undo = 復原
clear = 清空
more = 更多
new = 新增
edit = 改
retry = 再試一次
continue = 繼續
lock = 鎖定畫面
theme = 明暗
theme-system = 跟隨系統
theme-light = 亮
theme-dark = 暗
language = 語言
required = 必填
optional = 選填
not-given = 未填
grade = 意向
why = 為什麼？
why-way-out = 怎麼辦：
find-hint = 找客戶、電話尾號、拼音
view-keep = 存為檢視

# 同步状态
sync-local = 已存本機
sync-queued = 排隊
sync-syncing = 同步中
sync-synced = 已同步
sync-partial = 部分
sync-failed = 失敗
sync-conflict = 衝突
sync-review = 需複核
sync-rejected = 被退回
sync-pending = { $count } 筆待同步
offline-safe = 離線 · { $count } 筆待同步 · 全部已安全存在本機
offline-since = { $time } 起無網路，採集不受影響
demo-data = 示範資料

# 改动
diff-added = 增
diff-removed = 刪
diff-changed = 改

# 表格
grid-select-all = 全選
grid-select = 選擇 { $name }
bulk-label = 對所選的做什麼
bulk-count = 已選 { $count } 筆
bulk-safe = 先預覽，可復原
bulk-clear = 取消選取

# 页面
not-found-title = 沒有這一頁
not-found-text = 網址可能抄錯了，或這一頁已經不用了。
not-found-home = 回首頁
gate-foot = 資料加密存在這台裝置上，斷網也能用
