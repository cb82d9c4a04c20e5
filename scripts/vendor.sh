#!/bin/sh
# Fetch the browser libraries that the pages serve from our own address, at the versions named here, and
# strip what points out of the house. Run it to raise a version; what it writes is committed.
set -eu
cd "$(dirname "$0")/.."
into=src/lagesbild_web/base/static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # package, version, then pairs: file in the package, name here
    package=$1 version=$2
    shift 2
    mkdir -p "$work/$package" "$into/$package"
    (cd "$work/$package" && npm pack --silent "$package@$version" >/dev/null && tar xzf ./*.tgz)
    while [ $# -gt 0 ]; do
        sed '/^\/\/# sourceMappingURL=/d' "$work/$package/package/$1" >"$into/$package/$2"
        shift 2
    done
}

fetch ol 10.11.0 dist/ol.js ol.js ol.css ol.css LICENSE.md LICENSE.md
fetch proj4 2.22.0 dist/proj4.js proj4.js LICENSE.md LICENSE.md
ls -l "$into"/*
