# 產品與導航
product = 迎客
nav-main = 主導覽
nav-tabs = 底部導覽
nav-home = 首頁
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
nav-about = 關於迎客
nav-gallery = 元件樣張
nav-not-found = 沒有這一頁

# 到處用的詞
skip = 跳到主要內容
place = 位置
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
edit = 修改
retry = 再試一次
lock = 鎖定
sign-out = 登出
theme = 明暗
theme-system = 跟隨系統
theme-light = 亮
theme-dark = 暗
language = 語言
required = 必填
not-given = 未填
grade = 意向
yes = 是
no = 否
why = 為什麼？
why-way-out = 怎麼辦：
find-hint = 找客戶、電話尾號、拼音
views = 已存檢視
view-keep = 存為檢視
filter = 篩選
filters = 篩選
filter-drop = 去掉這個篩選
export = 匯出
export-selected = 匯出所選

# 同步狀態
sync = 同步
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
offline-since = { $time } 起沒有網路，採集不受影響
demo-data = 示範資料，可以隨便改
update-ready = 新版本已備好，下次開啟時換上

# 改動
diff-added = 增
diff-removed = 刪
diff-changed = 改

# 表格
grid-select-all = 全選
grid-select = 選取 { $name }
bulk-label = 對所選的做什麼
bulk-count = 已選 { $count } 筆
bulk-safe = 先預覽，可復原
bulk-clear = 取消選取

# 進門：建立、登入、口令、解鎖
gate-foot = 資料加密存在這台裝置上，斷網也能用
gate-promise = 客人到，燈就亮
gate-promise-more = 從展位的第一張名片，到售後的最後一次回訪，一家客戶一條線。
gate-point-capture = 掃一下胸卡，兩下就存好
gate-point-offline = 沒有網路也能用一個星期
gate-point-safe = 寫下的都在，斷電不丟
signin-lead = 用管理員給你的帳號。
signin-account = 帳號
signin-password = 密碼
signin-invited = 我有邀請碼
signin-offline = 連不上伺服器。第一次登入要連網一次
signin-wrong = 帳號或密碼不對。再輸一次，或請管理員重設
setup-lead = 只做一次：組織和第一位管理員。
setup-code = 一次性設定碼
setup-code-help = 啟動伺服器的視窗裡印著它
setup-organisation = 組織名稱
setup-zone = 時區
setup-name = 你的姓名
setup-password-help = 至少 10 個字元，一句話最好記
setup-create = 建立
passphrase-title = 為這台裝置設通行語
passphrase-lead = 資料用它加密。它只在這台裝置上，伺服器也不知道。
passphrase-first = 通行語
passphrase-second = 再輸一次
passphrase-help = 至少 8 個字元。幾個不相干的詞連起來最好
passphrase-differ = 兩次不一樣。再輸一次
passphrase-short = 還差 { $count } 個字元
passphrase-choose = 用這個通行語
passphrase-working = 正在做鑰匙，一兩秒
passphrase-forgotten = 忘了通行語不會丟資料：連網重新登入，再設一個
unlock-pending = { $count } 筆還沒同步，都安全地在這台裝置上
unlock-wrong = 通行語不對。看看大小寫和輸入法
unlock-opening = 正在解開本機資料
unlock-other = 換一個人登入

# 沒有這一頁
not-found-title = 沒有這一頁
not-found-text = 網址可能抄錯了，或者這一頁已經不用了。
not-found-home = 回首頁
