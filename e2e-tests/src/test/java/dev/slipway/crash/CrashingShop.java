package dev.slipway.crash;

/** Versions of the sample service, made from its own source. */
final class CrashingShop {

  private static final String CLASS = "public final class Shop {\n";
  private static final String ANSWER =
      "  private void tell(HttpExchange exchange) throws IOException {\n";

  private CrashingShop() {}

  /**
   * The source with a number in it, so that its artifact is a new one. A bad one fails a third of
   * its answers, but only after its tests, which ask it a few times, are over.
   */
  static String version(String source, int number, boolean bad) {
    if (!source.contains(CLASS) || !source.contains(ANSWER)) {
      throw new IllegalStateException("the sample service is not what this test knows");
    }
    String numbered =
        source.replace(CLASS, CLASS + "\n  static final int VERSION = " + number + ";\n");
    if (!bad) {
      return numbered;
    }
    return numbered
        .replace(
            "  private final HttpServer server;\n",
            "  private static final java.util.concurrent.atomic.AtomicInteger ASKED =\n"
                + "      new java.util.concurrent.atomic.AtomicInteger();\n\n"
                + "  private final HttpServer server;\n")
        .replace(
            ANSWER,
            ANSWER
                + "    int asked = ASKED.incrementAndGet();\n"
                + "    if (asked > 12 && asked % 3 == 0) {\n"
                + "      answer(exchange, 500, \"{}\");\n"
                + "      return;\n"
                + "    }\n");
  }
}
