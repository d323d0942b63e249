# 待处理
outbox-calm = 没有要你看的
outbox-title = { $count } 件要你看一眼
outbox-lead = { $count ->
     [0] 什么都没丢，全部已同步。
    *[other] 什么都没丢。其余 { $count } 条会自己同步，不用等。
  }
outbox-conflict-note = 另一个值会留在历史里，随时能换回
outbox-neither = 都不对，另填
outbox-fill = 去填
outbox-void = 作废…
outbox-repair = 补资料并重发
outbox-review = 去复核
outbox-waiting = 待同步
outbox-waiting-count = { $count } 条，全部已存本机
outbox-waiting-none = 都同步了
outbox-sync-now = 现在同步
