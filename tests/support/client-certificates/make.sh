#!/bin/sh
# Makes the certificates beside it anew: run it in its own folder. Wants OpenSSL 3 and ssh-keygen.
set -eu
rm -f ./*.crt ./*.key ./*.pem ./*.crl ./*.srl

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null; }
# An authority: name.
authority() {
  key "$1"
  openssl req -x509 -new -key "$1.key" -subj "/O=Patchbay tests/CN=$1" -days 36500 -out "$1.crt" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}
# A certificate: name, authority, extensions, first day, last day.
certificate() {
  key "$1"
  openssl req -new -key "$1.key" -subj "/O=Patchbay tests/CN=$1" -out "$1.pem"
  printf '%s\n' "$3" >extensions.pem
  openssl ca -batch -notext -config ca.pem -name "$2" -in "$1.pem" -out "$1.crt" \
    -extfile extensions.pem -startdate "$4" -enddate "$5" 2>/dev/null
  rm "$1.pem" extensions.pem
}

: >index.pem
for name in clients strangers servers; do
  authority "$name"
  cat >>ca.pem <<CONFIG
[$name]
database = index.pem
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
default_crl_days = 36500
policy = anything
certificate = $name.crt
private_key = $name.key
[anything]
organizationName = optional
commonName = supplied
CONFIG
done
client='extendedKeyUsage=clientAuth'
long='20260101000000Z 21200101000000Z'
# shellcheck disable=SC2086
{
  certificate ada clients "$client" $long
  certificate revoked clients "$client" $long
  certificate stranger strangers "$client" $long
  certificate past clients "$client" 20200101000000Z 20210101000000Z
  certificate private-server servers 'subjectAltName=DNS:localhost' $long
}
openssl ca -config ca.pem -name clients -revoke revoked.crt 2>/dev/null
openssl ca -config ca.pem -name clients -gencrl -out clients.crl 2>/dev/null
rm -f ca.pem index.pem* [0-9A-F]*.pem clients.key strangers.key servers.key servers.srl
