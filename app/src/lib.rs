//! Pages, components and the ports they call.
//!
//! [`port`] is what the pages need from the service; [`page`] holds one folder a page; [`component`]
//! one primitive a file; [`live`] the browser's side of the realtime protocol; [`routes`] the one
//! route table and its typed links; [`shell`] the HTML around every page.

pub mod port;
