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

# Packages of distributions and vendors, containers, package managers of users, build tools, macOS.
# JAIO_JDK_ROOT stands before the places of the system, so that a test can hide what is installed.
if [ -z "$jdk_home" ]; then
  for jdk_candidate in \
    "${JAIO_JDK_ROOT-}"/usr/lib/jvm/* \
    "${JAIO_JDK_ROOT-}"/usr/lib64/jvm/* \
    "${JAIO_JDK_ROOT-}"/usr/java/* \
    "${JAIO_JDK_ROOT-}"/usr/local/*jdk* \
    "${JAIO_JDK_ROOT-}"/usr/local/*java* \
    "${JAIO_JDK_ROOT-}"/opt/java \
    "${JAIO_JDK_ROOT-}"/opt/java/* \
    "${JAIO_JDK_ROOT-}"/opt/*jdk* \
    "${JAIO_JDK_ROOT-}"/opt/*jdk*/* \
    "${JAIO_JDK_ROOT-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${JAIO_JDK_ROOT-}"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${JAIO_JDK_ROOT-}"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* \
    "${HOME-}"/.jdks/* \
    "${HOME-}"/.gradle/jdks/* \
    "${HOME-}"/.asdf/installs/java/* \
    "${HOME-}"/.local/share/mise/installs/java/* \
    "${HOME-}"/.jbang/cache/jdks/*; do
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
