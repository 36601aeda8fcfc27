//! Small words that the code asks for by themselves, whatever term they are part of.
//!
//! In: a word of `patterns/particles.toml`. Out: its role, and back: `role = "from"` is [`Particle::From`].
//!
//! Example: in `tăng từ 36,5 lên 38,2 triệu đồng` the number behind a [`Particle::From`] and before an [`Particle::Up`] has the unit of
//! the one that it rises to.

use super::sets::closed;

closed! {
    /// What a small word says where it stands.
    Particle {
        /// và: two things of one kind.
        And = "and",
        /// của: the year or the body behind it has what stands before it.
        Of = "of",
        /// của, trong: the year that a stretch is of follows.
        Within = "within",
        /// của, từ, do: whose a document is.
        By = "by",
        /// là: says what something is.
        Is = "is",
        /// sang: on to the next year.
        Turn = "turn",
        /// sẽ, thì, mới: a year that something goes on to stands before them.
        Turned = "turned",
        /// những, nhiều, hàng chục: years before which it stands are of no one date.
        Several = "several",
        /// những, các: months before which it stands are of no one year.
        Plural = "plural",
        /// các: all of a kind.
        Every = "every",
        /// nay: behind `đầu năm tới`, until now.
        Nowadays = "nowadays",
        /// trở, liên, tù: a count of months before it is a length.
        RunsOn = "runs-on",
        /// đến, này, sẽ: words that may stand behind a day without its month.
        BehindDay = "behind-day",
        /// Tết, nghỉ, vụ: `cùng kỳ` of it.
        Occasion = "occasion",
        /// số, tổng, dân: `1/5` before it is a share.
        ShareOf = "share-of",
        /// kết thúc: a stretch of months up to the one behind it.
        Ending = "ending",
        /// này, XXI: the century that is running.
        Running = "running",
        /// lúc, hồi: a time of day follows.
        AtHour = "at-hour",
        /// là, đạt, tăng: words that may stand behind the last of some years.
        BehindYear = "behind-year",
        /// đán: ends the name of the lunar new year.
        NewYear = "new-year",
        /// rằm: the fifteenth of a lunar month.
        FullMoon = "full-moon",
        /// từ: the first of two ends follows.
        From = "from",
        /// giữa: two ends joined by `và` follow.
        Between = "between",
        /// đến, tới: the upper end of a range follows.
        UpTo = "up-to",
        /// lên: what it rises to follows.
        Up = "up",
        /// xuống: what it falls to follows.
        Down = "down",
        /// còn: what is left follows.
        Still = "still",
        /// đã: it is done, or was seen.
        Done = "done",
        /// đến, tới, mức: may stand between `lên` and the value.
        UpMark = "up-mark",
        /// còn, mức: may stand between `xuống` and the value.
        DownMark = "down-mark",
        /// trên: the whole of a count follows.
        OutOf = "out-of",
        /// trên, trong: before `tổng số`.
        OutOfAll = "out-of-all",
        /// trong: before `số`, the whole of a count.
        Among = "among",
        /// tổng: all there are.
        Total = "total",
        /// số: how many there are.
        Count = "count",
        /// mỗi: one of what follows divides.
        Each = "each",
        /// một: one of what follows divides.
        One = "one",
        /// do, vì, nhờ: why something was.
        Cause = "cause",
        /// cũng: the same once more.
        Also = "also",
        /// gấp: how many times follows.
        Fold = "fold",
        /// hơn: ends a comparative.
        Than = "than",
        /// trước: so long ago.
        Ago = "ago",
        /// thì: what follows from a condition.
        Then = "then",
        /// bằng: so many per cent of something.
        Equals = "equals",
        /// từ, nối: the first stop of a line follows.
        LineFrom = "line-from",
        /// đến, đi, tới, với, và: the next stop of a line follows.
        LineTo = "line-to",
        /// bản: a hamlet, or the make of a thing.
        Make = "make",
        /// ta: of the country of the writer.
        Ours = "ours",
        /// số: the number of a document follows.
        NumberOf = "number-of",
        /// năm: a year, or years.
        Years = "years",
        /// sau: so much later.
        After = "after",
        /// qua, gần đây, trở lại: years that end now.
        Lately = "lately",
        /// áp dụng, hiệu lực, thi hành: since when a rule holds stands behind it.
        Holds = "holds",
        /// Chủ tịch, Bí thư, Trưởng: the office behind it is somebody's.
        Holder = "holder",
        /// báo cáo: a document that says so.
        Report = "report",
        /// trả, mua, tốn, giá: the bare millions behind it may be money.
        Paid = "paid",
        /// năm, đạt, của: may stand between the words of a table's head.
        Joint = "joint",
    }
}
