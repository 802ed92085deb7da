package dev.slipway.starter.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * One line of the screen, made of painted segments, so that it can be aligned and clipped by what
 * is seen rather than by what is sent. Text is taken as it is: what comes from outside goes through
 * {@link PlainText} first, which {@link #outside} does.
 */
public final class Line {

  private record Segment(Paint paint, String text) {}

  private final List<Segment> segments = new ArrayList<>();
  private int width;

  /** An empty line. */
  public static Line empty() {
    return new Line();
  }

  public static Line of(String text) {
    return new Line().add(text);
  }

  public static Line of(Paint paint, String text) {
    return new Line().add(paint, text);
  }

  public Line add(String text) {
    return add(Paint.PLAIN, text);
  }

  public Line add(Paint paint, String text) {
    if (!text.isEmpty()) {
      segments.add(new Segment(paint, text));
      width += width(text);
    }
    return this;
  }

  /** Adds text that somebody else wrote. */
  public Line outside(Paint paint, String text) {
    return add(paint, PlainText.line(text));
  }

  public Line outside(String text) {
    return outside(Paint.PLAIN, text);
  }

  public Line addAll(Line other) {
    other.segments.forEach(segment -> add(segment.paint(), segment.text()));
    return this;
  }

  /** Blanks up to this column; at least one where the line is there already. */
  public Line column(int column) {
    return add(" ".repeat(Math.max(width == 0 ? 0 : 1, column - width)));
  }

  /** How many columns it takes. */
  public int width() {
    return width;
  }

  /** The line as it is sent, clipped to so many columns; 0 for no limit. */
  public String render(boolean coloured, int columns) {
    StringBuilder text = new StringBuilder();
    int left = columns <= 0 || width <= columns ? Integer.MAX_VALUE : columns - 1;
    boolean clipped = left != Integer.MAX_VALUE;
    for (Segment segment : segments) {
      String part = clipped ? fitting(segment.text(), left) : segment.text();
      left -= clipped ? width(part) : 0;
      text.append(coloured ? segment.paint().apply(part) : part);
      if (part.length() < segment.text().length()) {
        break;
      }
    }
    return clipped ? text.append('…').toString() : text.toString().stripTrailing();
  }

  @Override
  public String toString() {
    return render(false, 0);
  }

  /** Columns that text takes on a terminal. */
  public static int width(String text) {
    return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
  }

  private static String fitting(String text, int columns) {
    int used = 0;
    for (int index = 0;
        index < text.length();
        index += Character.charCount(text.codePointAt(index))) {
      used += Math.max(0, WCWidth.wcwidth(text.codePointAt(index)));
      if (used > columns) {
        return text.substring(0, index);
      }
    }
    return text;
  }
}
