//! Cloudinary over HTTP: the only place that sends requests.
