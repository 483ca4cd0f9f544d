//! What is described is served, and a described path answers nothing else.

use super::{
    super::openapi,
    examples::example,
    support::{ask, held, json_of, minted, operations, service},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};

#[tokio::test]
async fn every_described_operation_is_served_and_no_other_method_of_its_path() {
    let app = service().await;
    let door = held(&app, &minted(&app).await);
    // One of another account, to which nothing can be done.
    let key = minted(&app).await;
    for (path, _, operation) in operations() {
        let uri = example(path, operation, &key);
        for method in ["get", "post", "put", "patch", "delete"] {
            let request = Request::builder().method(method.to_uppercase().as_str()).uri(&uri);
            let response = ask(&door, request.body(Body::empty()).expect("is a request")).await;
            match (openapi()["paths"][path].get(method), response.status()) {
                (Some(_), StatusCode::METHOD_NOT_ALLOWED) => panic!("{method} {uri} is not served"),
                (Some(_), StatusCode::NOT_FOUND) => {
                    let detail = json_of(response).await["detail"].to_string();
                    assert!(!detail.contains("there is nothing at"), "{method} {uri}: {detail}");
                }
                (Some(_), _) => {}
                (None, status) => {
                    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {uri}");
                    assert_eq!(json_of(response).await["code"], "method_not_allowed", "{uri}");
                }
            }
        }
    }
}
