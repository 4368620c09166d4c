package dev.jaio.cli;

/** Writes content as {@code cat -AbnsETv} shows it. Lines go on from one file to the next. */
final class CatText {

  private static final int NUMBER_WIDTH = 6;
  private static final int DELETE = 0x7F;
  private static final int META = 0x80;

  private boolean numbered;
  private boolean nonblankOnly;
  private boolean squeezed;
  private boolean ends;
  private boolean tabs;
  private boolean nonprinting;

  private long line;
  private boolean inLine;
  private boolean pendingReturn;
  private int emptyLines;

  void number() {
    numbered = true;
  }

  void numberNonblank() {
    numbered = true;
    nonblankOnly = true;
  }

  void squeeze() {
    squeezed = true;
  }

  void showEnds() {
    ends = true;
  }

  void showTabs() {
    tabs = true;
  }

  void showNonprinting() {
    nonprinting = true;
  }

  void showNonprintingAndEnds() {
    nonprinting = true;
    ends = true;
  }

  void showNonprintingAndTabs() {
    nonprinting = true;
    tabs = true;
  }

  void showAll() {
    showNonprintingAndEnds();
    tabs = true;
  }

  /** Whether content is shown as it is. */
  boolean isPlain() {
    return !(numbered || squeezed || ends || tabs || nonprinting);
  }

  /** Writes the next bytes. */
  void put(byte[] bytes, int count, ByteOutput out) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        endLine(out);
      } else {
        putInLine(bytes[i] & 0xFF, out);
      }
    }
  }

  private void endLine(ByteOutput out) {
    if (!inLine) {
      emptyLines++;
      if (squeezed && emptyLines > 1) {
        return;
      }
      if (numbered && !nonblankOnly) {
        putNumber(out);
      }
    }
    if (pendingReturn) {
      pendingReturn = false;
      out.put("^M"); // or the $ would not be seen at the end of the line
    }
    if (ends) {
      out.put('$');
    }
    out.put('\n');
    inLine = false;
  }

  private void putNumber(ByteOutput out) {
    out.pad(Long.toString(++line), NUMBER_WIDTH, true).put('\t');
  }

  private void putInLine(int value, ByteOutput out) {
    if (!inLine) {
      inLine = true;
      emptyLines = 0;
      if (numbered) {
        putNumber(out);
      }
    }
    finish(out);
    if (value == '\r' && ends && !nonprinting) {
      pendingReturn = true;
    } else if (value == '\t') {
      out.put(tabs ? "^I" : "\t");
    } else if (nonprinting) {
      putVisible(value, out);
    } else {
      out.put((char) value);
    }
  }

  private static void putVisible(int value, ByteOutput out) {
    if (value >= META) {
      out.put("M-");
    }
    int low = value & ~META;
    if (low == DELETE) {
      out.put("^?");
    } else if (low < ' ') {
      out.put('^').put((char) (low + '@'));
    } else {
      out.put((char) low);
    }
  }

  /** Writes a carriage return that might have been followed by the end of a line. */
  void finish(ByteOutput out) {
    if (pendingReturn) {
      pendingReturn = false;
      out.put('\r');
    }
  }
}
