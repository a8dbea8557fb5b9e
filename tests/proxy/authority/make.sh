#!/bin/sh
# Makes the certificates of the tests anew: an authority that no system knows, and what it signed.
# Their keys protect nothing.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
touch "$work/index.txt"
cat >"$work/ca.cnf" <<CONFIG
[ca]
default_ca = own
[own]
database = $work/index.txt
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
CONFIG

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

# authority NAME
authority() {
    key "$work/$1.key"
    openssl req -x509 -new -key "$work/$1.key" -subj "/CN=Cloudsweep test $1" -days 36500 \
        -config "$work/ca.cnf" -extensions authority -out "$work/$1.pem"
}

# server NAME AUTHORITY HOST FIRST-DAY LAST-DAY
server() {
    printf 'basicConstraints = CA:false\nextendedKeyUsage = serverAuth\nsubjectAltName = DNS:%s\n' "$3" \
        >"$work/$1.ext"
    openssl req -new -key server.key -subj "/CN=$3" -config "$work/ca.cnf" -out "$work/$1.csr"
    openssl ca -batch -notext -config "$work/ca.cnf" -cert "$work/$2.pem" -keyfile "$work/$2.key" \
        -in "$work/$1.csr" -extfile "$work/$1.ext" -startdate "$4" -enddate "$5" -out "$1.pem" 2>/dev/null
}

authority company
authority stranger
cp "$work/company.pem" company.pem
key server.key
server good company '*.cloudsweep.test' 20200101000000Z 21200101000000Z
server other-host company elsewhere.test 20200101000000Z 21200101000000Z
server expired company '*.cloudsweep.test' 20200101000000Z 20200201000000Z
server unknown stranger '*.cloudsweep.test' 20200101000000Z 21200101000000Z
