//! The page of what is not there.

use crate::component::form::request_id;
use crate::component::state::Failure;
use crate::port::AppError;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// No page has this address.
#[component]
pub fn NotFound() -> impl IntoView {
    let error = AppError::not_found("page at this address").of_request(request_id());
    view! {
        <Title text="Not found"/>
        <div class="page page-narrow">
            <h1>"There is nothing here"</h1>
            <Failure error retry=routes::LIVE/>
        </div>
    }
    .into_any()
}
