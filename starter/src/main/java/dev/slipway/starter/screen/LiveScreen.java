package dev.slipway.starter.screen;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A screen that is drawn again in place: the terminal's alternate one, which no change of size can
 * garble and which leaves the scrollback as it was. However the command ends, the cursor is there
 * again and what was seen last stays on the normal screen.
 */
public final class LiveScreen implements AutoCloseable {

  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?1049l\u001b[?25h";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE_END = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  /** Lines at the top that stay when the screen is too low for all. */
  private static final int HEAD = 2;

  private final Console console;
  private final Terminal terminal;
  private final Thread hook = new Thread(this::leave, "restore-terminal");
  private List<Line> seen = List.of();
  private boolean open = true;

  private LiveScreen(Console console, Terminal terminal) {
    this.console = console;
    this.terminal = terminal;
  }

  /** Takes the terminal. */
  public static LiveScreen open(Console console) {
    try {
      // JLine would hand Ctrl-C to the system, which ends the process before the terminal is given
      // back.
      Terminal terminal =
          TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
      terminal.echo(false);
      LiveScreen screen = new LiveScreen(console, terminal);
      Runtime.getRuntime().addShutdownHook(screen.hook);
      console.out().print(ENTER);
      console.out().flush();
      return screen;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the terminal cannot be taken", e);
    }
  }

  /** Draws these lines in place of those before, clipped to the terminal as it is now. */
  public synchronized void draw(List<Line> lines) {
    if (!open) {
      return;
    }
    seen = List.copyOf(lines);
    Size size = terminal.getSize();
    int columns = size.getColumns() > 0 ? size.getColumns() : 80;
    int rows = size.getRows() > 0 ? size.getRows() : 24;
    PrintWriter out = console.out();
    out.print(frame(lines, columns, rows, console));
    out.flush();
  }

  /** What is sent for one drawing. */
  static String frame(List<Line> lines, int columns, int rows, Console console) {
    StringBuilder text = new StringBuilder(HOME);
    List<Line> fitting = fit(lines, rows);
    for (int index = 0; index < fitting.size(); index++) {
      text.append(console.glyphs().of(fitting.get(index).render(console.coloured(), columns)))
          .append(CLEAR_LINE_END);
      if (index < fitting.size() - 1) {
        text.append("\r\n");
      }
    }
    return text.append(CLEAR_BELOW).toString();
  }

  /** The heading and the end, where things happen, are seen on a low screen too. */
  private static List<Line> fit(List<Line> lines, int rows) {
    if (lines.size() <= rows) {
      return lines;
    }
    int head = Math.min(HEAD, Math.max(0, rows - 2));
    List<Line> fitting = new ArrayList<>(lines.subList(0, head));
    fitting.add(Line.of(Paint.DIM, "…"));
    fitting.addAll(lines.subList(lines.size() - (rows - head - 1), lines.size()));
    return fitting;
  }

  private synchronized void leave() {
    if (!open) {
      return;
    }
    open = false;
    console.out().print(LEAVE);
    console.print(seen);
    console.out().flush();
    try {
      terminal.close();
    } catch (IOException e) {
      console.say("the terminal could not be given back (" + e.getMessage() + "): type reset");
    }
  }

  @Override
  public void close() {
    leave();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook itself has nothing left to do.
      return;
    }
  }
}
