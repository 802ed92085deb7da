package dev.slipway.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one file, at most {@value #LIMIT}. */
public final class Problems {

  static final int LIMIT = 100;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private int unlisted;

  /**
   * @param file name under which the problems are reported
   */
  public Problems(String file) {
    this.file = file;
  }

  /**
   * Takes a problem in; one that was reported already is not repeated. Control characters of the
   * file become blanks, so that a problem is one line and moves no terminal's cursor.
   */
  public void add(int line, String fieldPath, String message) {
    Problem problem = new Problem(file, line, printable(fieldPath), printable(message));
    if (found.contains(problem)) {
      return;
    }
    if (found.size() == LIMIT) {
      unlisted++;
    } else {
      found.add(problem);
    }
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them by line; what was beyond the limit is counted in a last one. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Problem::line));
    if (unlisted > 0) {
      int last = sorted.getLast().line();
      sorted.add(
          new Problem(
              file, last, "", unlisted + " more problems; mend the first ones and ask again"));
    }
    return List.copyOf(sorted);
  }
}
