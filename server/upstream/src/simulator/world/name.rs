//! Invented names: syllables of a language family put together, so that they sound right and belong to nobody.

use crate::simulator::dice::Dice;

/// A group of countries whose towns and people sound alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum Family {
    /// England, Australia and the like.
    English,
    /// Spain and Latin America.
    Spanish,
    /// Portugal and Brazil.
    Portuguese,
    /// France and its neighbours.
    French,
    /// Germany and Austria.
    German,
    /// The north of Europe.
    Nordic,
    /// Central and eastern Europe.
    Slavic,
    /// Türkiye and central Asia.
    Turkish,
    /// North Africa and the Gulf.
    Arabic,
    /// South of the Sahara.
    African,
    /// The Indian subcontinent.
    Indian,
    /// Japan.
    Japanese,
    /// South-east Asia and the islands.
    Malay,
}

/// The syllables of a family. `clubs` hold `*` where the town goes.
struct Words {
    town_start: [&'static str; 12],
    town_end: [&'static str; 10],
    clubs: [&'static str; 6],
    person_start: [&'static str; 12],
    person_end: [&'static str; 8],
}

impl Family {
    const fn words(self) -> &'static Words {
        match self {
            Family::English => &Words {
                town_start: [
                    "Ash", "Brack", "Cold", "Dun", "Elm", "Fern", "Hart", "Kings", "Lang", "Mar",
                    "Thorn", "Wex",
                ],
                town_end: [
                    "borough", "by", "combe", "den", "field", "ham", "leigh", "mouth", "wick",
                    "worth",
                ],
                clubs: ["* United", "* Town", "* Rovers", "* City", "* Athletic", "AFC *"],
                person_start: [
                    "Ab", "Brad", "Cal", "Den", "Ell", "Hart", "Kirk", "Lock", "Mar", "Old",
                    "Pren", "Wain",
                ],
                person_end: ["bury", "combe", "den", "ford", "ley", "stead", "tice", "well"],
            },
            Family::Spanish => &Words {
                town_start: [
                    "Al", "Bena", "Carta", "Duri", "Esca", "Fuen", "Guada", "Mira", "Olme", "Rio",
                    "Sala", "Villa",
                ],
                town_end: [
                    "cardo", "dera", "granda", "lobos", "mora", "nares", "quén", "rosa", "ventura",
                    "zuela",
                ],
                clubs: ["Deportivo *", "Atlético *", "Real *", "* CF", "Unión *", "Sporting *"],
                person_start: [
                    "Agui", "Bena", "Carra", "Du", "Eche", "Fi", "Go", "Lu", "Mar", "Que", "Sala",
                    "Va",
                ],
                person_end: [
                    "rrondo", "lázar", "mendi", "rales", "valdo", "verde", "zábal", "zuela",
                ],
            },
            Family::Portuguese => &Words {
                town_start: [
                    "Alva", "Bara", "Cano", "Figue", "Guara", "Ita", "Jacu", "Lou", "Moura",
                    "Pira", "Serra", "Tau",
                ],
                town_end: [
                    "bira", "cema", "douro", "lense", "mar", "nópolis", "peva", "randa", "tuba",
                    "zinho",
                ],
                clubs: ["* FC", "Esportivo *", "União *", "Atlético *", "Grêmio *", "SC *"],
                person_start: [
                    "Alva", "Bar", "Car", "Da", "Fei", "Gui", "Lou", "Me", "Nu", "Pal", "Rami",
                    "Tei",
                ],
                person_end: ["bosa", "deiro", "marães", "neres", "redo", "reira", "tinho", "xas"],
            },
            Family::French => &Words {
                town_start: [
                    "Aube", "Beau", "Cham", "Drou", "Fleu", "Grand", "Long", "Mont", "Noir",
                    "Pont", "Roche", "Vau",
                ],
                town_end: [
                    "bourg", "champ", "court", "fort", "lieu", "mare", "plan", "rive", "val",
                    "ville",
                ],
                clubs: ["AS *", "FC *", "Olympique *", "Stade *", "US *", "* SC"],
                person_start: [
                    "Ba", "Beau", "Char", "Dela", "Four", "Gi", "La", "Mal", "Per", "Rou", "Thé",
                    "Vau",
                ],
                person_end: ["bert", "chard", "court", "lier", "mont", "neau", "rac", "vène"],
            },
            Family::German => &Words {
                town_start: [
                    "Alten", "Brei", "Dorn", "Eichen", "Falken", "Grün", "Hohen", "Krum", "Lauter",
                    "Neu", "Ober", "Stein",
                ],
                town_end: [
                    "au", "bach", "berg", "feld", "furt", "hausen", "heim", "ried", "stadt", "wald",
                ],
                clubs: ["SV *", "FC *", "VfB *", "TSV *", "SpVgg *", "Eintracht *"],
                person_start: [
                    "Acker", "Bren", "Dorn", "Eber", "Fal", "Gruber", "Hart", "Kess", "Linden",
                    "Mer", "Roth", "Wiese",
                ],
                person_end: ["bach", "feld", "inger", "ler", "mann", "ner", "reich", "stetter"],
            },
            Family::Nordic => &Words {
                town_start: [
                    "Ask", "Björk", "Dal", "Ek", "Fjell", "Grön", "Hav", "Kvarn", "Lind", "Nor",
                    "Sten", "Vest",
                ],
                town_end: ["by", "dal", "fors", "hamn", "holm", "nes", "sund", "torp", "vik", "ås"],
                clubs: ["* IF", "* BK", "IFK *", "* FF", "IK *", "FK *"],
                person_start: [
                    "Al", "Berg", "Dal", "Ek", "Fager", "Gran", "Hed", "Kjær", "Lind", "Ny",
                    "Strand", "Wik",
                ],
                person_end: ["berg", "dahl", "gren", "holt", "mark", "qvist", "strøm", "sen"],
            },
            Family::Slavic => &Words {
                town_start: [
                    "Bory", "Cerni", "Dobro", "Gra", "Jase", "Kamie", "Lipo", "Novo", "Ostro",
                    "Rado", "Stara", "Zele",
                ],
                town_end: [
                    "brod", "chov", "grad", "lice", "min", "niec", "polje", "slav", "vice", "więc",
                ],
                clubs: ["FK *", "* Sokol", "Dynamo *", "Slavia *", "Polonia *", "Radnik *"],
                person_start: [
                    "Bar", "Cer", "Dobro", "Gra", "Jan", "Kova", "Lub", "Mar", "Pet", "Rado",
                    "Sto", "Zele",
                ],
                person_end: ["cek", "dić", "kowiec", "novský", "rović", "siak", "tić", "vák"],
            },
            Family::Turkish => &Words {
                town_start: [
                    "Ak", "Boz", "Çam", "Demir", "Gök", "Kara", "Kızıl", "Orta", "Sarı", "Taş",
                    "Uzun", "Yeşil",
                ],
                town_end: [
                    "bağ", "çay", "dağ", "dere", "hisar", "kent", "köy", "ova", "pınar", "su",
                ],
                clubs: ["*spor", "* SK", "* Belediye", "Yeni *", "* FK", "* Gençlik"],
                person_start: [
                    "Ak", "Al", "Boz", "Çel", "Demir", "Er", "Gün", "Kara", "Öz", "Sar", "Tun",
                    "Yıl",
                ],
                person_end: ["can", "demir", "dağ", "gül", "han", "maz", "soy", "türk"],
            },
            Family::Arabic => &Words {
                town_start: [
                    "Al Am", "Al Bas", "Al Far", "Al Han", "Al Jaz", "Al Kar", "Al Mas", "Al Nah",
                    "Al Qas", "Al Raw", "Al Sal", "Al Zah",
                ],
                town_end: ["ana", "bah", "dan", "fir", "ira", "mal", "oud", "rim", "tar", "ya"],
                clubs: ["*", "* SC", "* Club", "Ittifaq *", "Shabab *", "Nasr *"],
                person_start: [
                    "Al Ba", "Ben Ha", "El Ka", "Fa", "Ha", "Ja", "Kha", "Man", "Na", "Ra", "Sa",
                    "Za",
                ],
                person_end: ["bari", "daoui", "krim", "lifi", "mrani", "sour", "tahri", "zeri"],
            },
            Family::African => &Words {
                town_start: [
                    "Aba", "Bon", "Chi", "Dum", "Eko", "Gata", "Ka", "Kiri", "Mwe", "Nya", "Oko",
                    "Taru",
                ],
                town_end: [
                    "bari", "dzi", "gata", "kesi", "kuru", "lunga", "mbe", "nyaga", "risa", "tiri",
                ],
                clubs: ["* Stars", "* FC", "* United", "* Lions", "Young *", "* Rangers"],
                person_start: [
                    "Ade", "Boa", "Chi", "Eke", "Ki", "Kwa", "Mba", "Nja", "Oko", "Osa", "Tan",
                    "Wa",
                ],
                person_end: ["bayo", "deku", "furi", "kembe", "nkwo", "roge", "timu", "yemi"],
            },
            Family::Indian => &Words {
                town_start: [
                    "Ana", "Bhan", "Chan", "Dev", "Gan", "Jaya", "Kali", "Madha", "Nara", "Rama",
                    "Surya", "Vija",
                ],
                town_end: [
                    "bad", "garh", "giri", "kot", "nagar", "pali", "patnam", "pur", "tola", "wadi",
                ],
                clubs: ["* FC", "* Sporting", "* Warriors", "United *", "* Arrows", "Mohan *"],
                person_start: [
                    "Aga", "Bhan", "Chau", "Desh", "Gan", "Kar", "Mal", "Nara", "Pra", "Shri",
                    "Tri", "Vai",
                ],
                person_end: ["bedi", "dhar", "gpal", "kari", "mane", "pathy", "thapa", "vedi"],
            },
            Family::Japanese => &Words {
                town_start: [
                    "Aka", "Asa", "Fuji", "Haya", "Iwa", "Kami", "Kuro", "Mina", "Naka", "Shira",
                    "Taka", "Yama",
                ],
                town_end: [
                    "bashi", "da", "gawa", "hama", "kawa", "mori", "numa", "oka", "saki", "zawa",
                ],
                clubs: ["FC *", "* SC", "Vento *", "* Albion", "Astra *", "Real *"],
                person_start: [
                    "Aki", "Fuji", "Hama", "Ishi", "Kane", "Kuri", "Mizu", "Naga", "Oka", "Saka",
                    "Tomi", "Yoshi",
                ],
                person_end: ["bara", "gishi", "hata", "kado", "moto", "naga", "saki", "zumi"],
            },
            Family::Malay => &Words {
                town_start: [
                    "Ban", "Cila", "Gama", "Jati", "Kali", "Luma", "Mang", "Pala", "Rawa", "Sela",
                    "Tanja", "Wono",
                ],
                town_end: [
                    "bang", "dara", "gong", "karta", "kuta", "langi", "ngan", "rejo", "tuban",
                    "yang",
                ],
                clubs: ["Persa *", "* FC", "* United", "PS *", "* Rangers", "* City"],
                person_start: [
                    "Adi", "Budi", "Dar", "Han", "Ira", "Kus", "Mul", "Nur", "Pra", "Set", "Su",
                    "Wi",
                ],
                person_end: ["anto", "bowo", "darma", "jaya", "matra", "nata", "tomo", "wan"],
            },
        }
    }

    /// The town number `index` of a country; the first 120 are all different.
    pub(in crate::simulator) fn town(self, seed: u64, country: usize, index: usize) -> String {
        let words = self.words();
        let shift = Dice::of(seed, &[11, country as u64]).below(120);
        // 37 shares no factor with 120, so the steps visit every pair once.
        let at = (index * 37 + shift) % 120;
        format!("{}{}", words.town_start[at % 12], words.town_end[at / 12])
    }

    /// A club of `town`.
    pub(super) fn club(self, town: &str, dice: &mut Dice) -> String {
        dice.pick(&self.words().clubs).replace('*', town)
    }

    /// An invented surname.
    pub(super) fn surname(self, dice: &mut Dice) -> String {
        let words = self.words();
        let name = format!("{}{}", dice.pick(&words.person_start), dice.pick(&words.person_end));
        // Some have two.
        if dice.chance(0.06) { format!("{name}-{}", self.surname(dice)) } else { name }
    }

    /// A person as the feed writes one: initial and surname.
    pub(in crate::simulator) fn person(self, dice: &mut Dice) -> String {
        let initial = char::from(b"ABCDEFGHIJKLMNOPRSTVWYZ"[dice.below(23)]);
        format!("{initial}. {}", self.surname(dice))
    }
}

/// `text` fit to stand between the quotes of a JSON string.
pub(in crate::simulator) fn escape(text: &str) -> String {
    // Nearly every name: nothing to escape, and a thousand rows ask.
    if !text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        return text.to_owned();
    }
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}
