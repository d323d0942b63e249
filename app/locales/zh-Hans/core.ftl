# 产品与导航
product = 迎客
nav-main = 主导航
nav-tabs = 底部导航
nav-home = 迎客
nav-setup = 建立组织
nav-signin = 登录
nav-unlock = 解锁
nav-booth = 采集线索
nav-booth-short = 采集
nav-leads = 展会线索
nav-leads-short = 线索
nav-customers = 客户
nav-customers-short = 客户
nav-exhibitions = 展会
nav-tasks = 任务
nav-tasks-short = 任务
nav-outbox = 待处理
nav-outbox-short = 待处理
nav-settings = 设置
nav-storage = 这台设备
nav-users = 人员与权限
nav-about = 关于
nav-gallery = 组件样张
nav-not-found = 没有这一页

# 常用词
skip = 跳到主要内容
back = 返回
close = 关闭
show = 查看
save = 存下
saving = 正在存
cancel = 取消
undo = 撤销
clear = 清空
more = 更多
new = 新建
edit = 改
retry = 再试一次
continue = 继续
lock = 锁屏
theme = 明暗
theme-system = 跟系统
theme-light = 亮
theme-dark = 暗
language = 语言
required = 必填
optional = 选填
not-given = 未填
grade = 意向
why = 为什么？
why-way-out = 怎么办：
find-hint = 找客户、电话尾号、拼音
view-keep = 存为视图

# 同步状态
sync-local = 已存本机
sync-queued = 排队
sync-syncing = 同步中
sync-synced = 已同步
sync-partial = 部分
sync-failed = 失败
sync-conflict = 冲突
sync-review = 需复核
sync-rejected = 被退回
sync-pending = { $count } 条待同步
offline-safe = 离线 · { $count } 条待同步 · 全部已安全保存在本机
offline-since = { $time } 起无网络，采集不受影响
demo-data = 演示数据

# 改动
diff-added = 增
diff-removed = 删
diff-changed = 改

# 表格
grid-select-all = 全选
grid-select = 选择 { $name }
bulk-label = 对所选的做什么
bulk-count = 已选 { $count } 条
bulk-safe = 先预览，可撤销
bulk-clear = 取消选择

# 页面
not-found-title = 没有这一页
not-found-text = 地址可能抄错了，或这一页已经不用了。
not-found-home = 回首页
gate-foot = 资料加密存在这台设备上，断网也能用
