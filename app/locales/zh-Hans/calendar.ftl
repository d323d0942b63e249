# 日历
nav-calendar = 日历
calendar-month = 月
calendar-week = 周
calendar-day = 日
calendar-today = 今天
calendar-previous = 往前
calendar-next = 往后
calendar-ics = 导出 ICS
calendar-more = 还有 { $count } 项
calendar-none = 这一天没有安排。
calendar-make-up = { $name }调休上班
calendar-provisional = { $year } 年的放假安排还没有公布，按暂定计算。
