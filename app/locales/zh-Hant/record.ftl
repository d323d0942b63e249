# 每條記錄都有的
field-doc-no = 單號
field-unit = 組織單元
field-creator = 創建人
field-created-at = 創建時間
field-state = 狀態
field-void-reason = 作廢原因
field-provisional-no = 離線號
field-merged-into = 併入
field-anonymous = 未登錄採集
field-shares = 借給
field-late = 遲到的決定
state-void = 作廢

# 值
untitled = 未命名
not-visible = 無權查看
yes = 是
no = 否
list-comma = 、
file-one = 有文件
none-chosen = 未選
required-later = 以後要補
error-number = 這裡填數字，小數點用 .
error-money = 寫成「12.50 USD」
error-day = 寫成「2026-10-19」
error-moment = 寫成「2026-10-19 14:00」
error-choice = 請從列表裡選

# 歷史與衝突
history = 歷史
history-none = 還沒有改過
history-contested = 兩人同時改的，這個值沒有留用
conflict-two-values = { $field }改成了兩個值。都留著，請選一個
conflict-use = 用「{ $value }」
device-no = 設備 { $no }

# 為什麼不行
reason-gap = 補上「{ $field }」。
reason-who = 補上姓名、公司或名片照片。
reason-no-contact-way = 補上一種聯繫方式，或點「未留」。
reason-no-contact = 加一位有姓名和電話或郵箱的聯繫人。
reason-no-outcome = 寫上結果。
reason-merge-target = 選出要併入的那一條。
reason-two-values = 「{ $field }」有兩個值，先選一個。
reason-not-yours = 請負責人或經理來做。
reason-later-edit-stands = 「{ $field }」後改的為準，你的值在歷史裡。
reason-decided-already = 已經有人先決定了，你的意見和簽字都留著。
reason-content-changed = 內容在你決定之後改了，請再看一遍。
reason-grant-ended = 做的時候有權限，現在沒有了。等經理確認。
reason-not-permitted = 你的崗位不能改這個。請有權限的同事來改。
reason-sign-in-first = 先登錄再改。
reason-forged-actor = 這條寫的不是登錄的人。重新登錄後再存一次。
reason-wrong-type = 「{ $field }」的內容不對，改好再存。
reason-too-long = 「{ $field }」太長，縮短再存。
reason-too-many = 「{ $field }」太多項，減少再存。
reason-computed = 「{ $field }」由系統判定，不能手工改。
reason-not-settable = 「{ $field }」要用它自己的步驟來改。
reason-unknown-record = 服務器沒有這條記錄，另存一條新的。
reason-merged-away = 這條已併入另一條，請改那一條。
reason-group = 同一次操作裡另一項沒被接受，整組都沒生效。
reason-over-quota = 超出這臺設備的額度，等審批。
reason-failed-inside = 服務器處理這條時出錯，已留存。請聯繫管理員。
reason-id-taken = 這個編號已有記錄，另存一條新的。
reason-unknown-kind = 服務器還不認識這類記錄，更新後會再送。
reason-unknown-step = 沒有這一步，請刷新再看。
reason-kept-although-removed = 另一人刪除時你在改，所以留下了。

# 步驟
lead-do-assign = 分配
lead-do-reassign = 換人
lead-do-follow = 開始跟進
lead-do-convert = 轉客戶
lead-do-merge = 合併
lead-do-invalidate = 標為無效
task-do-start = 開始
task-do-complete = 完成
task-do-cancel = 取消任務
exhibition-do-submit = 提交審批
exhibition-do-approve = 同意
exhibition-do-return = 退回
exhibition-do-move-in = 開始布展
exhibition-do-cancel = 取消參展
exhibition-do-open = 開展
exhibition-do-close = 閉展
exhibition-do-sum-up = 總結
customer-do-merge = 併入另一客戶
duplicate-do-same = 是同一個
duplicate-do-group = 同一集團
duplicate-do-distinct = 不是同一個
