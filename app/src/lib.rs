//! Pages, components and the ports they call.
