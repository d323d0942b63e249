# 待處理
outbox-calm = 沒有要你看的
outbox-title = { $count } 件要你看一眼
outbox-lead = { $count ->
     [0] 什么都没丢，全部已同步。
    *[other] 什么都没丢。其余 { $count } 條會自己同步，不用等。
  }
outbox-conflict-note = 另一個值會留在歷史裡，隨時能換回
outbox-neither = 都不對，另填
outbox-fill = 去填
outbox-void = 作廢…
outbox-repair = 補資料並重發
outbox-review = 去複核
outbox-waiting = 待同步
outbox-waiting-count = { $count } 條，全部已存本機
outbox-waiting-none = 都同步了
outbox-sync-now = 現在同步
