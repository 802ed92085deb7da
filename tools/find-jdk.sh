#!/bin/sh
# Prints the home of an installed JDK of 21 or newer, or says in one sentence how to get one and exits 1.
# Looked at in this order: SLIPWAY_JAVA_HOME, JAVA_HOME, java on the PATH, the usual places (newest first).
# Shared by mvnw and the slipway launcher, so that both agree on which JDK is used.
minimum=21

# The major version of the JDK in directory $1; empty where there is none. `release` is read rather than
# java started: this runs before every command of the CLI.
major_of() {
  [ -x "$1/bin/java" ] || return 0
  [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
}

# A compiler is asked for, too: a JRE can run Slipway, but not build it, nor a Java service.
fits() {
  major=$(major_of "$1")
  [ -n "$major" ] && [ "$major" -ge "$minimum" ] && [ -x "$1/bin/javac" ]
}

for home in "${SLIPWAY_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
  if [ -n "$home" ] && fits "$home"; then
    printf '%s\n' "$home"
    exit 0
  fi
done

on_path=$(command -v java 2>/dev/null)
if [ -n "$on_path" ]; then
  real=$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")
  home=$(dirname "$(dirname "$real")")
  if fits "$home"; then
    printf '%s\n' "$home"
    exit 0
  fi
fi

best=
best_major=0
for home in /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
  "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
  "$HOME"/.local/share/mise/installs/java/*; do
  if fits "$home"; then
    major=$(major_of "$home")
    if [ "$major" -gt "$best_major" ]; then
      best=$home
      best_major=$major
    fi
  fi
done
if [ -n "$best" ]; then
  printf '%s\n' "$best"
  exit 0
fi

echo "Slipway needs a JDK of $minimum or newer and found none: install one (for example Eclipse Temurin $minimum from https://adoptium.net) or set JAVA_HOME to it." >&2
exit 1
