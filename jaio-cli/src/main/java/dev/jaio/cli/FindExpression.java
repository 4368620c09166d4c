package dev.jaio.cli;

import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression of {@code find}, spelled as find has it. */
final class FindExpression {

  private static final Pattern NEWER = Pattern.compile("-newer([aBcm])([aBcmt])");
  private static final Pattern DECIMAL = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(e[-+]?\\d+)?");

  /** What others have. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          ("-context -daystart -execdir -files0-from -fls -follow -fprint -fprint0 -fprintf -fstype"
                  + " -ilname -iregex -lname -ls -nogroup -nouser -ok -okdir -printf -regex"
                  + " -regextype -used -xtype")
              .split(" "));

  private final Session session;
  private final List<String> words;
  private final boolean followGiven;
  private final FindTime.Moment now;
  private int next;
  private final List<FindExec> commands = new ArrayList<>();
  private boolean acts;
  private boolean over;
  private boolean needsStat;
  private boolean needsContent;
  private boolean prunes;
  private boolean deletes;
  private boolean depthFirst;
  private boolean oneFileSystem;
  private int minDepth;
  private int maxDepth = Integer.MAX_VALUE;

  /**
   * Prepares to read an expression.
   *
   * @param followGiven whether links that are named in it are followed
   */
  FindExpression(Session session, List<String> words, boolean followGiven) {
    this.session = session;
    this.words = words;
    this.followGiven = followGiven;
    Instant instant = Instant.now();
    now = new FindTime.Moment(instant.getEpochSecond(), instant.getNano());
  }

  /** Whether a word begins the expression, so that no more directories come. */
  static boolean begins(String word) {
    return (word.startsWith("-") && word.length() > 1) || word.equals("(") || word.equals("!");
  }

  /** Whether the attributes of files are needed, not only their types. */
  boolean needsStat() {
    return needsStat;
  }

  /** Whether it matters what is in a directory. */
  boolean needsContent() {
    return needsContent;
  }

  /** Whether some directories may not be gone into. */
  boolean prunes() {
    return prunes && !isDepthFirst();
  }

  /** Whether something is deleted. */
  boolean deletes() {
    return deletes;
  }

  /** Whether commands are run, which may change what is looked at. */
  boolean executes() {
    return !commands.isEmpty();
  }

  /** Whether nothing more shall be looked at. */
  boolean isOver() {
    return over;
  }

  /** Runs the commands that were put off. */
  void finish() {
    commands.forEach(FindExec::finish);
  }

  /** Whether a directory comes after its content. */
  boolean isDepthFirst() {
    return depthFirst || deletes;
  }

  /** Whether directories on other devices than what was given are not gone into. */
  boolean oneFileSystem() {
    return oneFileSystem;
  }

  int minDepth() {
    return minDepth;
  }

  int maxDepth() {
    return maxDepth;
  }

  /** Reads all of it. Without an action what matches is printed. */
  FindTest parse() throws IOException, InterruptedException {
    if (words.isEmpty()) {
      return print('\n');
    }
    FindTest test = list();
    if (next < words.size()) {
      throw new Tool.UsageException(
          words.get(next).equals(")")
              ? "you have too many ')'"
              : "paths must precede expression: " + Quoting.grave(words.get(next)));
    }
    if (deletes && prunes && !depthFirst) {
      throw new Tool.UsageException(
          "The -delete action automatically turns on -depth, but -prune does nothing when -depth is"
              + " in effect.  If you want to carry on anyway, just explicitly use the -depth"
              + " option.");
    }
    return acts ? test : FindTest.all(List.of(test, print('\n')));
  }

  private boolean at(String... alternatives) {
    return next < words.size() && List.of(alternatives).contains(words.get(next));
  }

  private FindTest list() throws IOException, InterruptedException {
    List<FindTest> tests = new ArrayList<>();
    tests.add(disjunction());
    while (at(",")) {
      next++;
      tests.add(disjunction());
    }
    return FindTest.last(tests);
  }

  private FindTest disjunction() throws IOException, InterruptedException {
    List<FindTest> tests = new ArrayList<>();
    tests.add(conjunction());
    while (at("-o", "-or")) {
      next++;
      tests.add(conjunction());
    }
    return FindTest.any(tests);
  }

  private FindTest conjunction() throws IOException, InterruptedException {
    List<FindTest> tests = new ArrayList<>();
    tests.add(factor());
    while (next < words.size() && !at("-o", "-or", ")", ",")) {
      if (at("-a", "-and")) {
        next++;
      }
      tests.add(factor());
    }
    return FindTest.all(tests);
  }

  private FindTest factor() throws IOException, InterruptedException {
    if (next == words.size()) {
      throw new Tool.UsageException(
          "expected an expression after " + Quoting.always(words.getLast()));
    }
    if (at("!", "-not")) {
      next++;
      return FindTest.not(factor());
    }
    if (at("(")) {
      next++;
      if (at(")")) {
        throw new Tool.UsageException("invalid expression; empty parentheses are not allowed.");
      }
      FindTest inner = list();
      if (!at(")")) {
        throw new Tool.UsageException(
            "invalid expression; I was expecting to find a ')' somewhere but did not see one.");
      }
      next++;
      return inner;
    }
    if (at(")")) {
      throw new Tool.UsageException("invalid expression; you have too many ')'");
    }
    if (at("-o", "-or", "-a", "-and", ",")) {
      throw new Tool.UsageException(
          "invalid expression; you have used a binary operator "
              + Quoting.always(words.get(next))
              + " with nothing before it.");
    }
    return primary(words.get(next++));
  }

  private String argument(String word) {
    if (next == words.size()) {
      throw new Tool.UsageException("missing argument to " + Quoting.grave(word));
    }
    return words.get(next++);
  }

  private FindTest primary(String word) throws IOException, InterruptedException {
    return switch (word) {
      case "-name" -> FindTest.name(new Glob(argument(word), false));
      case "-iname" -> FindTest.name(new Glob(argument(word), true));
      case "-path", "-wholename" -> FindTest.path(new Glob(argument(word), false));
      case "-ipath", "-iwholename" -> FindTest.path(new Glob(argument(word), true));
      case "-type" -> FindTest.type(FindArguments.types(argument(word)));
      case "-size" -> size(argument(word));
      case "-atime", "-ctime", "-mtime", "-amin", "-cmin", "-mmin" -> age(word);
      case "-newer" -> newer(FindTime.MODIFICATION, FindTime.MODIFICATION, argument(word));
      case "-anewer" -> newer(FindTime.ACCESS, FindTime.MODIFICATION, argument(word));
      case "-cnewer" -> newer(FindTime.CHANGE, FindTime.MODIFICATION, argument(word));
      case "-samefile" -> FindTest.same(reference(argument(word)));
      case "-links" -> number(word, s -> Integer.toUnsignedLong(s.nlink()));
      case "-inum" -> number(word, FileStat::ino);
      case "-uid" -> number(word, s -> Integer.toUnsignedLong(s.uid()));
      case "-gid" -> number(word, s -> Integer.toUnsignedLong(s.gid()));
      case "-user" -> user(argument(word));
      case "-group" -> group(argument(word));
      case "-perm" -> permissions(argument(word));
      case "-empty" -> empty();
      case "-prune" -> prune();
      case "-delete" -> delete();
      case "-depth" -> depthFirst();
      case "-exec" -> exec();
      case "-quit" -> quit();
      case "-readable" -> FindTest.access(Files::isReadable);
      case "-writable" -> FindTest.access(Files::isWritable);
      case "-executable" -> FindTest.access(Files::isExecutable);
      case "-print" -> action('\n');
      case "-print0" -> action('\0');
      case "-true", "-noleaf" -> FindTest.constant(true);
      case "-false" -> FindTest.constant(false);
      case "-xdev", "-mount" -> {
        oneFileSystem = true;
        yield FindTest.constant(true);
      }
      case "-maxdepth" -> {
        maxDepth = FindArguments.depth(word, argument(word));
        yield FindTest.constant(true);
      }
      case "-mindepth" -> {
        minDepth = FindArguments.depth(word, argument(word));
        yield FindTest.constant(true);
      }
      default -> {
        if (!begins(word)) {
          throw new Tool.UsageException("paths must precede expression: " + Quoting.grave(word));
        }
        if (UNSUPPORTED.contains(word)) {
          throw new Tool.UsageException(word + " is not supported");
        }
        yield newer(word);
      }
    };
  }

  private FindTest action(char terminator) {
    acts = true;
    return print(terminator);
  }

  private FindTest print(char terminator) {
    return FindTest.print(session.out, terminator, terminator == '\n' && session.isTerminal());
  }

  private FindTest permissions(String argument) {
    needsStat = true;
    boolean prefixed = argument.startsWith("-") || argument.startsWith("/");
    int mode = ModeText.parse(prefixed ? argument.substring(1) : argument);
    if (mode < 0) {
      throw new Tool.UsageException("invalid mode " + Quoting.always(argument));
    }
    return switch (argument.charAt(0)) {
      case '-' -> FindTest.permissions(mode, mode);
      case '/' -> mode == 0 ? anyMode(argument) : FindTest.anyPermission(mode);
      default -> FindTest.permissions(mode, ModeText.ALL);
    };
  }

  private FindTest anyMode(String argument) {
    session.warn(
        "warning: you have specified a mode pattern "
            + argument
            + " (which is equivalent to /000). The meaning of -perm /000 has now been changed to be"
            + " consistent with -perm -000; that is, while it used to match no files, it now"
            + " matches all files.");
    return FindTest.constant(true);
  }

  private FindTest empty() {
    needsStat = true;
    needsContent = true;
    return FindTest.empty();
  }

  private FindTest prune() {
    prunes = true;
    return file -> {
      file.prune();
      return true;
    };
  }

  private FindTest delete() {
    acts = true;
    deletes = true;
    return FindTest.delete();
  }

  private FindTest exec() {
    acts = true;
    int end = FindExec.end(words, next);
    List<String> command = List.copyOf(words.subList(next, end));
    var exec = FindExec.of(session, command, words.get(end).equals("+"));
    commands.add(exec);
    next = end + 1;
    return exec;
  }

  private FindTest quit() {
    acts = true;
    return FindTest.quit(() -> over = true);
  }

  private FindTest depthFirst() {
    depthFirst = true;
    return FindTest.constant(true);
  }

  private FindTest size(String argument) {
    needsStat = true;
    int end = argument.length();
    long unit = 512;
    if (end > 0 && !Character.isDigit(argument.charAt(end - 1))) {
      unit =
          switch (argument.charAt(--end)) {
            case 'c' -> 1;
            case 'w' -> 2;
            case 'b' -> 512;
            case 'k' -> 1 << 10;
            case 'M' -> 1 << 20;
            case 'G' -> 1 << 30;
            default ->
                throw new Tool.UsageException(
                    "invalid -size type " + Quoting.grave(argument.substring(end)));
          };
    }
    long number;
    try {
      number = FindArguments.number("-size", argument.substring(0, end));
    } catch (Tool.UsageException e) {
      throw new Tool.UsageException("Invalid argument " + Quoting.grave(argument) + " to -size", e);
    }
    return FindTest.size(FindTest.Comparison.of(argument), number, unit);
  }

  private FindTest age(String word) {
    needsStat = true;
    String argument = argument(word);
    FindTest.Comparison comparison = FindTest.Comparison.of(argument);
    String amount = comparison == FindTest.Comparison.EXACTLY ? argument : argument.substring(1);
    double number = DECIMAL.matcher(amount).matches() ? Double.parseDouble(amount) : -1;
    if (number < 0 || Double.isInfinite(number)) {
      throw FindArguments.invalid(word, argument);
    }
    FindTime time = FindTime.of(word.charAt(1));
    return word.endsWith("min")
        ? time.minutes(comparison, number, now)
        : time.days(comparison, number, now);
  }

  private FindTest number(String word, ToLongFunction<FileStat> of) {
    needsStat = true;
    String argument = argument(word);
    return FindTest.number(
        FindTest.Comparison.of(argument), FindArguments.number(word, argument), of);
  }

  private FindTest user(String name) {
    if (name.isEmpty()) {
      throw new Tool.UsageException("The argument to -user should not be empty");
    }
    int id = FindArguments.id(Accounts.users(), name, " is not the name of a known user");
    needsStat = true;
    return file -> file.known().uid() == id;
  }

  private FindTest group(String name) {
    if (name.isEmpty()) {
      throw new Tool.UsageException("argument to -group is empty, but should be a group name");
    }
    int id = FindArguments.id(Accounts.groups(), name, " is not the name of an existing group");
    needsStat = true;
    return file -> file.known().gid() == id;
  }

  private FindTest newer(String word) throws IOException, InterruptedException {
    Matcher matcher = NEWER.matcher(word);
    if (!matcher.matches()) {
      boolean twoLetters = word.startsWith("-newer") && word.length() == "-newerXY".length();
      throw new Tool.UsageException(
          (twoLetters ? "invalid" : "unknown") + " predicate " + Quoting.grave(word));
    }
    if (matcher.group(2).equals("t")) {
      throw new Tool.UsageException(
          word + " is not supported: -newer" + matcher.group(1) + "m FILE takes a file's time");
    }
    return newer(
        FindTime.of(matcher.group(1).charAt(0)),
        FindTime.of(matcher.group(2).charAt(0)),
        argument(word));
  }

  private FindTest newer(FindTime time, FindTime than, String file)
      throws IOException, InterruptedException {
    FileStat reference = reference(file);
    if (!than.isKnown(reference)) {
      throw new IOException("Cannot obtain birth time of file " + Quoting.always(file));
    }
    return time.after(than.in(reference));
  }

  private FileStat reference(String file) throws IOException, InterruptedException {
    needsStat = true;
    try {
      return FindCommand.stat(session.aio(), Operands.path(file), followGiven);
    } catch (IOException e) {
      throw new IOException(Quoting.always(file) + ": " + Reasons.of(e), e);
    }
  }
}
