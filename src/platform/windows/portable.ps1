# Packs the release build into a zip that runs from any folder, without being installed.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..\..')

$metadata = cargo metadata --no-deps --format-version 1 | ConvertFrom-Json
$version = ($metadata.packages | Where-Object name -eq 'cloudsweep').version
$folder = 'target\packages\Cloudsweep'
New-Item -ItemType Directory -Force "$folder\licences" | Out-Null
Copy-Item target\release\cloudsweep.exe, CHANGELOG.md $folder
foreach ($licence in 'LICENSE-APACHE', 'LICENSE-MIT') {
    Copy-Item $licence "$folder\licences\$licence.txt"
}
Copy-Item src\ui\fonts\*-LICENSE.txt "$folder\licences"
Compress-Archive -Force $folder "target\packages\cloudsweep_${version}_x64-portable.zip"
