package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code find}: files in trees that match an expression. */
@Command(
    name = "find",
    description = "Show the files in directories that match an expression.",
    footer = {
      "",
      "Tests: -name PATTERN, -iname PATTERN, -path PATTERN, -ipath PATTERN, -type [fdlpscb],",
      "  -size [+-]N[cwbkMG], -mtime [+-]N, -mmin [+-]N, -newer FILE, -true, -false",
      "Actions: -print (default), -print0",
      "Everywhere: -maxdepth N, -mindepth N",
      "Operators: ( EXPR )  ! EXPR  -not EXPR  EXPR -a EXPR  EXPR EXPR  EXPR -o EXPR"
    })
final class FindCommand extends Tool {

  @Option(names = "-P", description = "Never follow symbolic links (default).")
  void physical(boolean on) {
    follow = false;
    followGiven = false;
  }

  @Option(names = "-L", description = "Follow symbolic links.")
  void logical(boolean on) {
    follow = true;
    followGiven = true;
  }

  @Option(names = "-H", description = "Follow symbolic links among the arguments only.")
  void half(boolean on) {
    follow = false;
    followGiven = true;
  }

  @Parameters(
      paramLabel = "WORD",
      arity = "0..*",
      description = "Directories, default ., and then an expression.")
  List<String> words = List.of();

  private boolean follow;
  private boolean followGiven;

  @Override
  void run(Session session) throws IOException, InterruptedException {
    int split = 0;
    while (split < words.size() && !FindExpression.begins(words.get(split))) {
      split++;
    }
    List<String> operands = split == 0 ? List.of(".") : words.subList(0, split);
    var expression =
        new FindExpression(session, new ArrayList<>(words.subList(split, words.size())));
    FindTest test = expression.parse();
    Aio aio = session.aio();
    for (String operand : operands) {
      FileStat stat;
      Path path;
      try {
        path = Operands.path(operand);
        stat = stat(aio, path);
      } catch (IOException e) {
        session.error(Quoting.always(operand), e);
        continue;
      }
      var walk = new FindWalk(aio, session, test, expression, follow);
      walk.startAt(path, operand, stat);
      walk.run(aio);
    }
  }

  private FileStat stat(Aio aio, Path path) throws IOException, InterruptedException {
    if (followGiven) {
      try {
        return aio.stat(path).await();
      } catch (IOException e) {
        if (Reasons.errno(e) != Reasons.ENOENT) {
          throw e;
        }
      }
    }
    return aio.lstat(path).await();
  }
}
