//! A country's flag, from our own files.

use leptos::prelude::*;

/// The flags there are, by their file names.
const FLAGS: &str = "ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm \
     bn bo bq br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cp cq cr cu cv cw cx \
     cy cz de dg dj dk dm do dz ea ec ee eg eh er es et eu fi fj fk fm fo fr fx ga gb-eng \
     gb-nir gb-sct gb-wls gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht \
     hu ic id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb \
     lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw \
     mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw \
     py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz \
     ta tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk um un us uy uz va vc ve vg \
     vi vn vu wf ws xk xx ye yt yu za zm zw";

/// The flag that the upstream's address `url` means, or a globe for what has none.
///
/// Only the country's code is taken from the address: readers' browsers talk to nobody but us.
#[component]
pub fn Flag(
    /// The address as the upstream gave it.
    url: Option<String>,
) -> impl IntoView {
    match url.and_then(|url| code(&url)) {
        Some(code) => view! {
            <img
                class="flag"
                src=format!("/flags/{code}.svg")
                alt=""
                width="16"
                height="16"
                loading="lazy"
            />
        }
        .into_any(),
        None => view! {
            <svg class="flag flag-globe" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <circle cx="8" cy="8" r="6.75"/>
                <path d="M1.25 8h13.5M8 1.25c4 4 4 9.5 0 13.5c-4-4-4-9.5 0-13.5"/>
            </svg>
        }
        .into_any(),
    }
}

/// The code in `https://…/flags/gb-eng.svg`, if we have its flag.
fn code(url: &str) -> Option<&'static str> {
    let file = url.rsplit('/').next()?.strip_suffix(".svg")?.to_ascii_lowercase();
    FLAGS.split(' ').find(|flag| *flag == file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_name_of_the_file() {
        assert_eq!(code("https://media.api-sports.io/flags/gb-eng.svg"), Some("gb-eng"));
        assert_eq!(code("https://media.api-sports.io/flags/gb-nir.svg"), Some("gb-nir"));
        assert_eq!(code("https://media.api-sports.io/flags/IT.svg"), Some("it"));
        assert_eq!(code("https://media.api-sports.io/flags/zz.svg"), None);
        assert_eq!(code("x"), None);
    }
}
