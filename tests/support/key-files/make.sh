#!/bin/sh
# Makes the keys and certificates beside it anew: run it in its own folder. Wants OpenSSL 3 and ssh-keygen.
set -eu
find . -type f ! -name make.sh -delete
pass=pass:correct-horse

openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key 2>/dev/null
for curve in 256 384 521; do
  openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:P-$curve" -out "p$curve.key"
done
openssl genpkey -algorithm ED25519 -out ed25519.key
openssl ecparam -name secp256k1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out other-curve.key

for name in rsa p256 p384 p521 ed25519; do
  openssl req -x509 -new -key "$name.key" -subj "/C=DE/O=Acme, Inc./CN=$name" -days 36500 -out "$name.crt"
done
openssl req -new -key rsa.key -subj /CN=rsa -out request.csr
openssl x509 -req -in request.csr -CA p256.crt -CAkey p256.key -days -1 -out past.crt 2>/dev/null
openssl pkcs12 -export -in rsa.crt -inkey rsa.key -passout "$pass" -out bundle.p12
openssl pkcs12 -in bundle.p12 -passin "$pass" -nodes -out bundle.pem
rm bundle.p12

openssl rsa -in rsa.key -traditional -out rsa-pkcs1.key 2>/dev/null
openssl rsa -in rsa.key -traditional -aes128 -passout "$pass" -out rsa-traditional.key 2>/dev/null
openssl rsa -in rsa.key -pubout -out rsa.pub 2>/dev/null
openssl ecparam -name prime256v1 >p256-sec1.key
openssl ec -in p256.key >>p256-sec1.key 2>/dev/null
lock() { openssl pkcs8 -topk8 -in rsa.key -passout "$pass" -out "rsa-$1.key" $2; }
lock aes256 '-v2 aes-256-cbc'
lock aes128-sha1 '-v2 aes-128-cbc -v2prf hmacWithSHA1'
lock aes256-sha512 '-v2 aes-256-cbc -v2prf hmacWithSHA512'
lock 3des '-v2 des3'
lock pbes1 '-v1 PBE-SHA1-3DES'
lock scrypt '-scrypt'

ssh-keygen -q -t ed25519 -N '' -C ada -f ssh-open
ssh-keygen -q -t ed25519 -N correct-horse -C ada -f ssh-locked
ssh-keygen -q -t rsa -b 2048 -m PEM -N correct-horse -C ada -f ssh-locked-pem
rm ssh-locked.pub ssh-locked-pem.pub
