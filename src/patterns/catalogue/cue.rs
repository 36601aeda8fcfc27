//! The roles of linking words: what a verb, a preposition or a particle says of the numbers beside it.
//!
//! In: a word of `patterns/cues.toml`. Out: its role, and back: `role = "value-verb"` is [`Cue::ValueVerb`].
//!
//! Example: in `số thu đạt 12 tỷ đồng, tăng 8%` the word `đạt` is a [`Cue::ValueVerb`], `tăng` a [`Cue::Rise`].

use super::sets::closed;

closed! {
    /// Words that the linking of a sentence turns on.
    Cue {
        /// đạt, là, có, gồm, bằng: the number is the value of what stands before.
        ValueVerb = "value-verb",
        /// chiếm: a share of what follows.
        ShareVerb = "share-verb",
        /// tăng lên, giảm còn, còn, xuống: the value after a change.
        NewValue = "new-value",
        /// tăng, cao hơn: the number is a rise.
        Rise = "rise",
        /// giảm, thấp hơn: the number is a fall.
        Fall = "fall",
        /// ngắn hơn, nhẹ hơn: how much less a thing has of what it reaches or weighs, where something is compared with.
        Lesser = "lesser",
        /// vượt: above a target.
        Exceed = "exceed",
        /// hụt, thiếu: below a target.
        Miss = "miss",
        /// gấp: a multiple.
        Fold = "fold",
        /// so với, so: what follows is compared with.
        Compare = "compare",
        /// kế hoạch, dự toán, chỉ tiêu: a plan that is attained or missed.
        Plan = "plan",
        /// tỷ lệ, tỷ trọng, mức: the head of a rate.
        Rate = "rate",
        /// số, tổng số, số lượng: the head of a count.
        CountHead = "count-head",
        /// trong đó, bao gồm, cụ thể: parts of what was said follow.
        Part = "part",
        /// đối với, về, xét về: what the sentence is about stands up to the comma.
        Topic = "topic",
        /// riêng, đặc biệt: one of them follows.
        Single = "single",
        /// lần lượt, tương ứng: lists pair by position.
        Respectively = "respectively",
        /// con số này, tỷ lệ này: the quantity just named.
        Anaphor = "anaphor",
        /// bình quân, trung bình: a mean.
        Mean = "mean",
        /// mỗi, một: a divisor follows.
        Each = "each",
        /// nhưng, tuy nhiên, song: a new clause.
        Contrast = "contrast",
        /// và, cùng: coordination.
        And = "and",
        /// hoặc, hay.
        Or = "or",
        /// của, trong, trên, tại, ở, về, cho: prepositions.
        Preposition = "preposition",
        /// theo, theo báo cáo: the source follows.
        Source = "source",
        /// cho biết, khẳng định: somebody says so.
        Say = "say",
        /// hội nghị, họp báo: an occasion on which something is said; its day dates no statistic.
        Event = "event",
        /// hội nghị, phiên họp: where people meet is no place of what is said there.
        Meeting = "meeting",
        /// đại biểu: the place in the bracket behind the name is whom somebody speaks for.
        Delegate = "delegate",
        /// hội thi, giải: the country behind it is whose contest it is.
        Contest = "contest",
        /// người, quốc tịch: the country behind it is whose somebody is.
        Nationality = "nationality",
        /// đứng đầu, xếp thứ: the place behind it is what is compared in.
        Rank = "rank",
        /// Ảnh: what stands before it is told of a picture.
        Caption = "caption",
        /// Thông tư, Nghị định: what it lays down holds in the whole country.
        Law = "law",
        /// không, chưa: negation.
        Negation = "negation",
        /// chênh lệch: how far two things are from each other.
        Apart = "apart",
        /// thị trường trong nước: the nation's market, as against that of the world.
        Domestic = "domestic",
        /// những năm qua, thế kỷ: a time that no calendar tells.
        Untold = "untold",
        /// đã, đang, sẽ, được, bị: marks before a verb.
        VerbMark = "verb-mark",
        /// Any other verb that ends a subject.
        Verb = "verb",
        /// Adverbs and fillers that may stand between a verb and its number: khá, mạnh, thêm, tới.
        Light = "light",
        /// với: joins a thing and its number.
        With = "with",
        /// của, tại, cho: the number after it belongs to a phrase of its own.
        Of = "of",
        /// do, khiến, nâng, việc: opens a clause or a phrase, and is no part of the name behind it.
        Opener = "opener",
        /// còn lại: what stands before it is over, but right behind a thing it tells which.
        Rest = "rest",
        /// của, trong, trên tổng số: the whole of a share follows.
        WholeOf = "whole-of",
        /// vẫn, đồng loạt, có xu hướng: what the named thing does begins here.
        Predicate = "predicate",
        /// các, những, một số: many things of one kind.
        Some = "some",
        /// kết quả, trước mắt, trên thực tế: set off by a comma in front of a clause, it names nothing.
        Aside = "aside",
        /// song song với, bên cạnh: what stands behind it up to the comma is another thing than the one spoken of.
        Beside = "beside",
        /// có, hiện có: what there is stands behind the number.
        Exist = "exist",
        /// tăng giá: the price of what is counted behind it rises or falls.
        PriceChange = "price-change",
        /// sau khi, để: a clause of its own begins.
        Subordinate = "subordinate",
        /// khi, rằng, vì: a clause of its own follows.
        Clause = "clause",
        /// nhờ, dù, khi: opens a clause of cause or time, which ends at a comma in front of who acts.
        Circumstance = "circumstance",
        /// xảy ra: the place behind it is where what is told took place.
        Happen = "happen",
        /// được, bị: what stands before it does not act.
        Passive = "passive",
        /// hỗ trợ, chi trả: a share of something is granted to somebody.
        Grant = "grant",
        /// với, cho: who is granted it stands behind it.
        Recipient = "recipient",
        /// có nơi, có năm: one place or time of those spoken of, which it does not name.
        Indefinite = "indefinite",
        /// nhận, được cấp: who gets a part of the sum spoken of stands before it.
        Receive = "receive",
        /// cho: what money is spent on stands behind it.
        Purpose = "purpose",
        /// đề xuất, thống nhất phương án: who wants or decides stands before it, what is wanted behind it.
        Will = "will",
        /// dài, rộng, cao: the number behind it says how far the thing before it reaches.
        Extent = "extent",
        /// nhiệt độ thấp nhất, độ ẩm: the ranges behind it tell the weather to come.
        Bulletin = "bulletin",
        /// không cao hơn, tối thiểu: how much something may or has to be.
        Bound = "bound",
        /// chiều dài, sức chứa, công suất thiết kế: what a thing is built like, whenever it is spoken of.
        Built = "built",
        /// sang, từ: before a country, who is traded with.
        Partner = "partner",
        /// mức học phí, thuế suất: what somebody lays down; its values are rules.
        Tariff = "tariff",
        /// thuế nhập khẩu, lương tối thiểu, trợ cấp: its rates and its sums per month are laid down.
        Levy = "levy",
        /// sản lượng, kim ngạch, doanh thu: what flows over a stretch of time, unlike what there is on a day.
        Flow = "flow",
        /// sinh, thành lập: the time behind it is when somebody or something began, not that of what is told of them.
        Founded = "founded",
        /// của: what stands before it belongs to what is counted behind it.
        Owner = "owner",
        /// chết, bị thương: what an event does to people.
        Harm = "harm",
        /// mốc, ngưỡng: the number is the mark that was passed.
        Mark = "mark",
        /// thêm: new ones are a level, not a change.
        More = "more",
        /// có, được, lên: verbs that govern a number only when nothing stands between.
        WeakVerb = "weak-verb",
        /// về: what a change is a change of.
        About = "about",
        /// tăng trưởng, tốc độ tăng: growth as a noun; its value is a change.
        Growth = "growth",
        /// trên: between a share and its whole.
        Over = "over",
        /// tại, ở: the place after it is where.
        At = "at",
        /// tương đương, tương ứng: the number says the one before it in another way.
        Equal = "equal",
        /// tiền, vốn, giá: a bare number of millions behind it is money.
        Sum = "sum",
        /// như: examples follow.
        Such = "such",
        /// cả nước, toàn ngành, tổng cộng: words before a verb that name no subject.
        Whole = "whole",
        /// số nợ, số tiền, tỷ lệ: a head that says nothing without its phrase.
        BareHead = "bare-head",
        /// cả nước, toàn quốc: the whole country is spoken of.
        National = "national",
    }
}
