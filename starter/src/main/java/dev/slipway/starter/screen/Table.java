package dev.slipway.starter.screen;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading; each column is as wide as its widest cell, the last one is free. */
public final class Table {

  private static final int GAP = 2;

  private final List<String> heading;
  private final List<List<Line>> rows = new ArrayList<>();

  public Table(String... heading) {
    this.heading = List.of(heading);
  }

  public void row(Line... cells) {
    if (cells.length != heading.size()) {
      throw new IllegalArgumentException(
          "a row has " + heading.size() + " cells, not " + cells.length);
    }
    rows.add(List.of(cells));
  }

  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    lines.add(join(heading.stream().map(title -> Line.of(Paint.DIM, title)).toList()));
    rows.forEach(row -> lines.add(join(row)));
    return lines;
  }

  private Line join(List<Line> cells) {
    Line line = Line.empty();
    int column = 0;
    for (int index = 0; index < cells.size(); index++) {
      if (index > 0) {
        line.column(column);
      }
      line.addAll(cells.get(index));
      column += widest(index) + GAP;
    }
    return line;
  }

  private int widest(int index) {
    return Math.max(
        heading.get(index).length(),
        rows.stream().mapToInt(row -> row.get(index).width()).max().orElse(0));
  }
}
