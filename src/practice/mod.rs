//! The practice environment: a stand-in for Cloudinary over real HTTP on the loopback address.
