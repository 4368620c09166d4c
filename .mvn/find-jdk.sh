# Finds a JDK of the release that jaio needs, exports JAVA_HOME and sets jdk_version. Sourced by mvnw and
# ./jaio; POSIX sh.
#
# Looks at JAVA_HOME, then at the javac on PATH, then where JDKs usually lie; there the lowest release
# that is new enough wins. A candidate's `release` file is read instead of starting its java: that
# takes microseconds. Where there is none, one line says what to install and the script exits with 1.

jdk_needed=25
jdk_home=
jdk_version=
jdk_major=
jdk_seen=

# jdk_consider HOME: takes HOME if it holds a JDK that is new enough and lower than the one taken so far.
jdk_consider() {
  [ -r "$1/release" ] || return 0
  jdk_v=
  while IFS='=' read -r jdk_key jdk_value || [ -n "$jdk_key" ]; do
    if [ "$jdk_key" = JAVA_VERSION ]; then
      jdk_v=${jdk_value#\"}
      jdk_v=${jdk_v%%\"*}
    fi
  done <"$1/release"
  jdk_m=${jdk_v%%[!0-9]*}
  [ -n "$jdk_m" ] && [ -x "$1/bin/javac" ] || return 0
  case ", $jdk_seen, " in
    *", $jdk_v, "*) ;;
    *) jdk_seen="$jdk_seen${jdk_seen:+, }$jdk_v" ;;
  esac
  [ "$jdk_m" -ge "$jdk_needed" ] || return 0
  if [ -z "$jdk_home" ] || [ "$jdk_m" -lt "$jdk_major" ]; then
    jdk_home=$1
    jdk_version=$jdk_v
    jdk_major=$jdk_m
  fi
}

[ -z "${JAVA_HOME-}" ] || jdk_consider "$JAVA_HOME"

if [ -z "$jdk_home" ] && jdk_javac=$(command -v javac); then
  while [ -L "$jdk_javac" ]; do
    jdk_link=$(readlink "$jdk_javac") || break
    case $jdk_link in
      /*) jdk_javac=$jdk_link ;;
      *) jdk_javac=${jdk_javac%/*}/$jdk_link ;;
    esac
  done
  jdk_javac=${jdk_javac%/*}
  jdk_consider "${jdk_javac%/*}"
fi

if [ -z "$jdk_home" ]; then
  for jdk_candidate in \
    /usr/lib/jvm/* \
    /opt/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* \
    "${HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_consider "$jdk_candidate"
  done
fi

if [ -z "$jdk_home" ]; then
  printf 'jaio: needs JDK %s (e.g. apt install temurin-%s-jdk, or set JAVA_HOME); found %s\n' \
    "$jdk_needed" "$jdk_needed" "${jdk_seen:+only }${jdk_seen:-none}" >&2
  exit 1
fi

JAVA_HOME=$jdk_home
export JAVA_HOME
