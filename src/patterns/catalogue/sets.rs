//! Closed sets: what the code knows how to treat, named in pattern files in `kebab-case`.
//!
//! In: a word of a pattern file. Out: the member of its set, and back: `qualifier = "nearly"` is [`Qualifier::Nearly`].
//!
//! Example: `Dimension::from_code("person")` is [`Dimension::Person`], of which `người` is a unit.

/// Declares a closed set with its names in data and records.
macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// Every member.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its word in pattern files and records.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The member of that word.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

pub(super) use closed;

closed! {
    /// How exactly a number is meant.
    Qualifier {
        /// The number itself.
        Exact = "exact",
        /// khoảng, chừng, xấp xỉ.
        About = "about",
        /// gần, ngót.
        Nearly = "nearly",
        /// hơn, trên, quá.
        MoreThan = "more_than",
        /// dưới, chưa đến.
        LessThan = "less_than",
        /// ít nhất, trở lên.
        AtLeast = "at_least",
        /// tối đa, không quá.
        AtMost = "at_most",
        /// từ A đến B.
        Range = "range",
    }
}

closed! {
    /// Whether a number was seen or is aimed at.
    Status {
        /// Seen, counted, reported.
        Observed = "observed",
        /// ước, sơ bộ.
        Estimated = "estimated",
        /// phấn đấu, mục tiêu, kế hoạch.
        Target = "target",
        /// dự kiến, dự báo.
        Forecast = "forecast",
        /// A number that a policy fixes.
        Rule = "rule",
    }
}

closed! {
    /// What a number says of its quantity.
    Measure {
        /// The quantity itself.
        Level = "level",
        /// How much it rose or fell.
        Change = "change",
        /// Distance from a target or from another thing compared.
        Gap = "gap",
        /// "gấp 2,5 lần".
        Multiple = "multiple",
    }
}

closed! {
    /// What kind of thing a unit counts or measures.
    Dimension {
        /// People.
        Person = "person",
        /// Households.
        Household = "household",
        /// Any other thing that is counted.
        Count = "count",
        /// Visits, cases, incidents.
        Event = "event",
        /// Sums of money.
        Money = "money",
        /// Per cent.
        Percent = "percent",
        /// Percentage points.
        Point = "point",
        /// Per mille.
        Permille = "permille",
        /// Scores on a named scale.
        Score = "score",
        /// "lần" of a multiple.
        Times = "times",
        /// Area.
        Area = "area",
        /// Mass.
        Mass = "mass",
        /// Volume.
        Volume = "volume",
        /// Length.
        Length = "length",
        /// Energy and power.
        Energy = "energy",
        /// Temperature.
        Temperature = "temperature",
        /// What machines and devices are rated at: torque, clock speed, charge, resolution.
        Rating = "rating",
        /// Any other physical amount.
        Physical = "physical",
        /// A length of time: a duration, unless the indicator is a time.
        Time = "time",
        /// Years of age.
        Age = "age",
    }
}

closed! {
    /// How far a status word reaches.
    Reach {
        /// To the next number.
        Number = "number",
        /// To the end of the clause.
        Clause = "clause",
        /// To the end of the clause; what opened the sentence as expected ends there (`Dự kiến xây 95 cầu, đã xây 37 cầu`).
        Done = "done",
        /// To the end of the sentence, over commas and semicolons.
        List = "list",
        /// To what would follow from it: behind a comma or `thì`.
        Condition = "condition",
        /// To the end of the clause, if a verb or a large sum of money stands right behind it (`cần di dời 45 hộ`, `cần 3 tỷ đồng`).
        Need = "need",
        /// To the end of the clause, unless it tells what was done to what was counted before (`xử lý 850 vụ, phạt tiền 12 tỷ`).
        Deed = "deed",
        /// To the end of the sentence that it opens, over words that report (`Theo dự báo, … hiện có …`).
        Sentence = "sentence",
    }
}

closed! {
    /// What a number word does.
    NumberRole {
        /// không … chín.
        Digit = "digit",
        /// mốt, tư, lăm: only after tens.
        DigitAfterTens = "digit-after-tens",
        /// mười.
        Ten = "ten",
        /// mươi.
        Tens = "tens",
        /// linh, lẻ.
        Filler = "filler",
        /// trăm … tỷ.
        Scale = "scale",
        /// rưỡi.
        Half = "half",
        /// nửa.
        HalfOf = "half-of",
        /// phẩy.
        Comma = "comma",
        /// âm, trừ.
        Minus = "minus",
        /// phần.
        Fraction = "fraction",
        /// vài, mấy, hàng: no number at all.
        Vague = "vague",
        /// đôi: two, of multiples.
        Times = "times",
        /// tá: twelve of them.
        Dozen = "dozen",
    }
}

closed! {
    /// What a word does next to a counted noun.
    NounRole {
        /// chiếc, con, bộ: the counted noun follows.
        Classifier = "classifier",
        /// của, được, với: no counted noun begins or goes on here.
        Boundary = "boundary",
        /// quận, lớp, tháng: the number after it is its name, not a count.
        Label = "label",
    }
}

closed! {
    /// What the words of a table's head say of its cells.
    HeadRole {
        /// STT, TT: the rows are counted.
        Counter = "counter",
        /// Mã số, số báo danh: codes.
        Code = "code",
        /// Điện thoại, fax.
        Phone = "phone",
        /// Ngày sinh, ngày ban hành: dates.
        Date = "date",
        /// Xếp hạng: ranks.
        Rank = "rank",
        /// ĐVT: each cell is the unit of its row.
        Unit = "unit",
        /// Tổng số, cộng: the whole of its column or row.
        Total = "total",
        /// Thực hiện, TH: what was seen.
        Result = "result",
        /// Kế hoạch, KH, dự toán: what is aimed at.
        Plan = "plan",
        /// Ước, ƯTH: what is estimated.
        Estimate = "estimate",
        /// Chênh lệch, tăng/giảm: differences.
        Difference = "difference",
        /// So sánh, tỷ lệ so sánh: one column in per cent of another.
        Ratio = "ratio",
        /// Địa phương, tỉnh: the rows are places.
        Place = "place",
        /// Phân theo, chia theo: in a caption, what comes behind only says how it is broken down.
        By = "by",
        /// Bảng, biểu số: a caption begins.
        Caption = "caption",
    }
}

closed! {
    /// Words of dates and periods. A word has one role; [`crate::context::period`] knows how roles combine.
    PeriodWord {
        /// ngày, hôm.
        Day = "day",
        /// tháng.
        Month = "month",
        /// quý.
        Quarter = "quarter",
        /// năm, niên độ.
        Year = "year",
        /// tuần.
        Week = "week",
        /// giờ.
        Hour = "hour",
        /// phút, giây.
        Minute = "minute",
        /// thập niên.
        Decade = "decade",
        /// thế kỷ.
        Century = "century",
        /// nửa: of a year.
        Half = "half",
        /// đầu.
        Start = "start",
        /// giữa.
        Middle = "middle",
        /// cuối.
        End = "end",
        /// hết: to the last day.
        Through = "through",
        /// cả, trọn: the whole of it.
        Whole = "whole",
        /// trong, vào, hồi: it lies inside.
        In = "in",
        /// đến, tới (value 0), tính đến (value 1: the day is a cut-off).
        Until = "until",
        /// chậm nhất, muộn nhất: the last day to do it.
        Deadline = "deadline",
        /// từ, kể từ.
        From = "from",
        /// trước.
        Before = "before",
        /// sau.
        After = "after",
        /// các, thời điểm: says nothing, stands between the lead and the date.
        Filler = "filler",
        /// giai đoạn, thời kỳ, nhiệm kỳ.
        Span = "span",
        /// năm học.
        SchoolYear = "school-year",
        /// năm học này, năm học trước.
        RelativeSchoolYear = "relative-school-year",
        /// tài khóa, năm tài chính: it may begin with any month.
        FiscalYear = "fiscal-year",
        /// A season or crop: vụ Đông Xuân, niên vụ.
        Season = "season",
        /// lũy kế, tính chung.
        Cumulative = "cumulative",
        /// kỳ thi THPT quốc gia, hè: what comes round every year; a year right behind it is one.
        Occasion = "occasion",
        /// cùng kỳ.
        SamePeriod = "same-period",
        /// giai đoạn trước, niên vụ trước: the stretch right before the figure's own.
        Preceding = "preceding",
        /// hiện nay, đến nay: the day of publication.
        Now = "now",
        /// năm nay, năm ngoái: a year counted from the publication.
        RelativeYear = "relative-year",
        /// tháng này, tháng trước.
        RelativeMonth = "relative-month",
        /// quý này, quý trước.
        RelativeQuarter = "relative-quarter",
        /// tuần này, tuần trước.
        RelativeWeek = "relative-week",
        /// hôm nay, hôm qua.
        RelativeDay = "relative-day",
        /// sáng, chiều, tối: a part of a day.
        DayPart = "day-part",
        /// Thứ Hai … Chủ nhật.
        Weekday = "weekday",
        /// tháng Giêng, tháng Tư: a month by name; of the lunar year if the value is negative.
        NamedMonth = "named-month",
        /// âm lịch, mùng, rằm: no day of the solar year.
        Lunar = "lunar",
        /// Tết: the days before it are of the first lunar month.
        Feast = "feast",
        /// qua, gần đây: a length of time that ends now.
        Past = "past",
        /// tới, tiếp theo: a length of time that starts now.
        Coming = "coming",
        /// hằng năm, mỗi tháng.
        Recurring = "recurring",
        /// Nghị quyết, Quyết định: the date that follows is the document's.
        Document = "document",
        /// kỳ hạn, giao: the month that follows is when the goods are due, not when the price was paid.
        Contract = "contract",
        /// tiền gửi, bảo hành, thai sản: the months counted behind it are how long it lasts.
        Lasting = "lasting",
    }
}

closed! {
    /// Level of a place.
    PlaceLevel {
        /// A country.
        Country = "country",
        /// Part of a country: "miền Trung", "Đồng bằng sông Hồng".
        Region = "region",
        /// A province or centrally run city.
        Province = "province",
        /// Quận, huyện, thị xã, thành phố thuộc tỉnh.
        District = "district",
        /// Xã, phường, thị trấn, đặc khu.
        Commune = "commune",
        /// Thôn, bản, ấp, tổ dân phố.
        Hamlet = "hamlet",
    }
}

closed! {
    /// Why a numeral is no figure: the classes of `rejected.jsonl`.
    NumeralClass {
        /// số 141-BC/TU.
        DocumentNumber = "document_number",
        /// 22-11-2012.
        Date = "date",
        /// năm 2020.
        Period = "period",
        /// 09:56.
        TimeOfDay = "time_of_day",
        /// 0225.3736907.
        Phone = "phone",
        /// Bank, tax and plate numbers.
        Identifier = "identifier",
        /// 62 Võ Thị Sáu.
        Address = "address",
        /// quốc lộ 1A.
        Route = "route",
        /// lần thứ 16.
        Ordinal = "ordinal",
        /// mức độ 4, Covid-19.
        Name = "name",
        /// Điều 5, khoản 2.
        LegalReference = "legal_reference",
        /// "1." at the start of a block.
        ListNumber = "list_number",
        /// "0 / 500 ký tự".
        PageFurniture = "page_furniture",
        /// The clock of the page's header.
        PageClock = "page_clock",
        /// 5G, ISO 9001.
        Version = "version",
        /// tỷ số 2-1.
        Score = "score",
        /// 7 nhóm nhiệm vụ.
        ListCount = "list_count",
        /// sau 8 năm.
        Duration = "duration",
        /// từ 60 tuổi.
        Age = "age",
        /// hàng chục nghìn.
        Vague = "vague",
    }
}

closed! {
    /// Words by which a sentence is known whose predecessor lost its stop.
    OpeningWord {
        /// Theo, Tại, Tuy nhiên: with a capital behind a small word, a sentence begins.
        Opens = "opens",
        /// Ngày, Sáng: the same, before a number.
        Dated = "dated",
        /// chương trình, thứ, tháng: a capital behind it begins a name.
        Names = "names",
    }
}

closed! {
    /// Words by which who says so is known.
    SpeakerWord {
        /// Trung tâm, Hiệp hội, Tổ chức: what a body that speaks is called by, besides offices.
        Body = "body",
        /// Giám đốc, người phát ngôn: somebody speaks for the body named behind it.
        Title = "title",
        /// Thống kê, Đầu tư: words of two syllables that bodies are called by, the second in small letters.
        Name = "name",
    }
}

closed! {
    /// Words that tell what kind of name follows them, or that stand for a place or an office themselves.
    NameWord {
        /// tỉnh.
        Province = "province",
        /// bang: a part of a country abroad; without a name it is none of ours.
        State = "state",
        /// thành phố: a centrally run one, or one of a province.
        City = "city",
        /// quận, huyện, thị xã.
        District = "district",
        /// xã, phường, thị trấn.
        Commune = "commune",
        /// các quận, hai huyện: a list of names follows.
        Districts = "districts",
        /// các xã, hai phường: a list of names follows.
        Communes = "communes",
        /// thôn, bản, ấp, tổ dân phố.
        Hamlet = "hamlet",
        /// toàn, cả, khắp: the level word after it stands for the document's own place.
        Whole = "whole",
        /// địa bàn, Thủ đô: the document's own place.
        OwnPlace = "own-place",
        /// nhiều địa phương, các tỉnh khác: places that are not named.
        UnnamedPlace = "unnamed-place",
        /// có nơi: somewhere in the place that is spoken of.
        Somewhere = "somewhere",
        /// trú tại, quê ở: where somebody is from follows, no place of a figure.
        Residence = "residence",
        /// Sở, UBND, BHXH: an office of the place that its name ends in.
        Office = "office",
        /// Bộ, Tổng cục, Quốc hội: an office of the whole country.
        NationalOffice = "national-office",
        /// Trường, đường, cầu: a place in its name is no place.
        Other = "other",
        /// đoạn, tuyến, cao tốc: the places that a line joins are none of its own.
        Route = "route",
        /// Ngân hàng: a place in its name is no place; what it alone does has none.
        Bank = "bank",
        /// Công ty, tập đoàn, hãng: a place in its name is no place, and its own figures have none.
        Company = "company",
        /// cổ phiếu, lợi nhuận sau thuế: what only a company has.
        Corporate = "corporate",
        /// nước này: the country that was last spoken of.
        OwnCountry = "own-country",
        /// ông, bà, đồng chí: a person's name follows.
        Person = "person",
        /// Nguyễn, Trần: a person's names follow.
        Surname = "surname",
        /// Báo cáo, Nghị quyết, số liệu: what says so.
        Document = "document",
    }
}

impl Dimension {
    /// Whether its units are people or things, which say themselves what is counted: `người`, `hộ`, `dự án`, `vụ`.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Person | Self::Household | Self::Count | Self::Event)
    }
}
