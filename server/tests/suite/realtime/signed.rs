//! Which requests are the application's, and where it is found.

use crate::support::{
    client::Socket,
    process::free_port,
    publisher::{Publisher, operated},
    service::service,
};
use serde_json::json;

#[tokio::test]
async fn a_request_that_is_not_signed_as_it_is_sent_is_nobodys() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let path = "/apps/1/events";
    let body = json!({ "name": "e", "channel": "a", "data": "1" }).to_string();
    let good = publisher.query("POST", path, &[], body.as_bytes());
    let sent = async |address: String, body: &str| {
        let reply = publisher.send("POST", &address, body.to_owned()).await;
        (reply.status, reply.json()["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(sent(format!("{path}?{good}"), &body).await, (200, String::new()));
    let refused = (401, "bad_signature".to_owned());
    for (address, body) in [
        (path.to_owned(), body.as_str()),
        (format!("{path}?{good}&info=user_count"), body.as_str()),
        (format!("{path}?{good}"), r#"{"name":"e","channel":"a","data":"2"}"#),
        (format!("/apps/1/batch_events?{good}"), body.as_str()),
        (format!("{path}?{}", good.replace("bts-guru", "another")), body.as_str()),
        (format!("{path}?{}", publisher.query("POST", path, &[], b"")), body.as_str()),
    ] {
        assert_eq!(sent(address.clone(), body).await, refused, "{address}");
    }
    let now = chrono::Utc::now().timestamp();
    for (off, status) in [(-598, 200), (-602, 401), (598, 200), (602, 401)] {
        let at = (now + off).to_string();
        let query = publisher.query_at("POST", path, &[], body.as_bytes(), &at);
        assert_eq!(sent(format!("{path}?{query}"), &body).await.0, status, "{off}");
    }
    let other = publisher.query("POST", "/apps/2/events", &[], body.as_bytes());
    assert_eq!(sent(format!("/apps/2/events?{other}"), &body).await.0, 404);
    let wrong = publisher.send("GET", &format!("{path}?{good}"), String::new()).await;
    assert_eq!((wrong.status, &wrong.json()["code"]), (405, &json!("method_not_allowed")));
}

#[tokio::test]
async fn a_get_is_signed_with_or_without_the_md5_of_nothing() {
    let service = operated().start().await;
    let publisher = Publisher::of(&service);
    let md5 = [("body_md5", "d41d8cd98f00b204e9800998ecf8427e")];
    for asked in [&[][..], &md5[..]] {
        assert_eq!(publisher.get("channels", asked).await.status, 200);
    }
}

#[tokio::test]
async fn where_no_secret_is_set_nobody_can_guess_it() {
    let service = service().start().await;
    let publisher = Publisher::of(&service);
    assert_eq!(publisher.get("channels", &[]).await.status, 401);
}

#[tokio::test]
async fn a_path_before_the_application_is_signed_with_or_cut_off_by_a_proxy() {
    let port = free_port();
    let service =
        operated().with("REVERB_SERVER_PATH", "/ws").with("REVERB_PORT", port).start().await;
    for base in [format!("http://{}", service.address()), format!("http://127.0.0.1:{port}")] {
        let publisher = Publisher::at(base.clone());
        let query = publisher.query("GET", "/ws/apps/1/channels", &[], b"");
        for path in ["/ws/apps/1/channels", "/apps/1/channels"] {
            let reply = publisher.send("GET", &format!("{path}?{query}"), String::new()).await;
            assert_eq!(reply.status, 200, "{base}{path}: {}", reply.text);
        }
        assert_eq!(publisher.get("channels", &[]).await.status, 200);
        for path in ["/ws/app/bts-guru", "/app/bts-guru"] {
            Socket::connect(&format!("{}{path}?protocol=7", base.replace("http", "ws"))).await;
        }
    }
}
