# 产品与导航
product = 迎客
nav-main = 主导航
nav-tabs = 底部导航
nav-home = 首页
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
nav-about = 关于迎客
nav-gallery = 组件样张
nav-not-found = 没有这一页

# 到处用的词
skip = 跳到主要内容
place = 位置
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
lock = 锁屏
sign-out = 退出登录
theme = 明暗
theme-system = 跟系统
theme-light = 亮
theme-dark = 暗
language = 语言
required = 必填
not-given = 未填
grade = 意向
yes = 是
no = 否
why = 为什么？
why-way-out = 怎么办：
find-hint = 找客户、电话尾号、拼音
views = 已存视图
view-keep = 存为视图
filter = 筛选
filters = 筛选
filter-drop = 去掉这个筛选
export = 导出
export-selected = 导出所选

# 同步状态
sync = 同步
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
demo-data = 演示数据，可以随便改
update-ready = 新版本已备好，下次打开时换上

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

# 进门：建立、登录、口令、解锁
gate-foot = 资料加密存在这台设备上，断网也能用
gate-promise = 客人到，灯就亮
gate-promise-more = 从展位的第一张名片，到售后的最后一次回访，一家客户一条线。
gate-point-capture = 扫一下胸卡，两下就存好
gate-point-offline = 没有网络也能用一个星期
gate-point-safe = 写下的都在，断电不丢
signin-lead = 用管理员给你的账号。
signin-account = 账号
signin-password = 密码
signin-invited = 我有邀请码
signin-offline = 连不上服务器。第一次登录要联网一次
signin-wrong = 账号或密码不对。再输一次，或请管理员重设
setup-lead = 只做一次：组织和第一位管理员。
setup-code = 一次性设置码
setup-code-help = 启动服务器的窗口里打印着它
setup-organisation = 组织名称
setup-zone = 时区
setup-name = 你的姓名
setup-password-help = 至少 10 个字符，一句话最好记
setup-create = 建立
passphrase-title = 给这台设备设口令
passphrase-lead = 资料用它加密。它只在这台设备上，服务器也不知道。
passphrase-first = 口令
passphrase-second = 再输一次
passphrase-help = 至少 8 个字符。几个不相干的词连起来最好
passphrase-differ = 两次不一样。再输一次
passphrase-short = 还差 { $count } 个字符
passphrase-choose = 用这个口令
passphrase-working = 正在做钥匙，一两秒
passphrase-forgotten = 忘了口令不会丢资料：联网重新登录，再设一个
unlock-pending = { $count } 条还没同步，都安全地在这台设备上
unlock-wrong = 口令不对。看看大小写和输入法
unlock-opening = 正在解开本机资料
unlock-other = 换一个人登录

# 没有这一页
not-found-title = 没有这一页
not-found-text = 地址可能抄错了，或者这一页已经不用了。
not-found-home = 回首页
