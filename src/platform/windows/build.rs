//! On Windows, gives the program its icon, its version and its manifest. Elsewhere there is nothing to do.

fn main() {
    println!("cargo::rerun-if-changed=src/platform/windows/cloudsweep.manifest");
    println!("cargo::rerun-if-changed=icons/cloudsweep.ico");
    #[cfg(windows)]
    resources();
}

/// The version is that of `Cargo.toml`.
#[cfg(windows)]
fn resources() {
    winresource::WindowsResource::new()
        .set_icon("icons/cloudsweep.ico")
        .set_manifest_file("src/platform/windows/cloudsweep.manifest")
        .set("ProductName", "Cloudsweep")
        .set("FileDescription", "Cloudsweep")
        .set("LegalCopyright", "© 2026 The Cloudsweep authors")
        .set("OriginalFilename", "cloudsweep.exe")
        .compile_for("cloudsweep")
        .expect("the resource compiler of the Windows SDK");
}
