#!/bin/sh
# One archive with all that a node needs on a machine without a network: the sources of the last commit, the libraries
# that package-lock.json names, Node for the platform, and checksums. Made on a machine with git, npm and a registry
# (or npm's cache). 为离线机器打包
#
#   deploy/offline-bundle.sh [--platform linux-x64|linux-arm64] [FOLDER]     (./dist)
set -eu

platform=linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')
folder=dist
while [ $# -gt 0 ]; do
  case $1 in
    --platform) platform=${2:?--platform takes linux-x64 or linux-arm64}; shift 2 ;;
    -*) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) folder=$1; shift ;;
  esac
done
case $platform in
  linux-x64 | linux-arm64) ;;
  *) echo "offline-bundle: no Node comes for $platform; linux-x64 and linux-arm64 can be made" >&2; exit 2 ;;
esac

root=$(dirname "$(dirname "$(readlink -f "$0")")")
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$root/package.json")
name=gongshi-$version-$platform
mkdir -p "$folder"
folder=$(readlink -f "$folder")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage=$work/$name
mkdir "$stage"

if [ -n "$(git -C "$root" status --porcelain --untracked-files=no)" ]; then
  echo "offline-bundle: the bundle holds the last commit, not what was changed since" >&2
fi
git -C "$root" archive HEAD | tar -x -C "$stage"
git -C "$root" rev-parse HEAD > "$stage/COMMIT"

# Scripts of packages never run (.npmrc); what they would build comes built for each platform.
(cd "$stage" && npm ci --omit=dev --prefer-offline --no-audit --no-fund --loglevel=error \
  --os=linux --cpu="${platform#linux-}" --libc=glibc >&2)
test -x "$stage/node_modules/node-$platform/bin/node" || { echo "offline-bundle: Node is missing" >&2; exit 1; }

(cd "$stage" && find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum > "$work/sums" &&
  mv "$work/sums" SHA256SUMS)
tar -c -C "$work" --sort=name --owner=0 --group=0 --numeric-owner \
  --mtime="@$(git -C "$root" log -1 --format=%ct)" "$name" | gzip -n > "$work/archive"
mv "$work/archive" "$folder/$name.tar.gz"
(cd "$folder" && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256")
printf '%s\n' "$folder/$name.tar.gz"
