package shop;

import java.util.Locale;

/** What the shop sells: items 1 to 100. Every 25th is sold by weight and has no pieces. */
final class Catalogue {

  private static final int ITEMS = 100;

  private Catalogue() {}

  /** The answer for an item, as JSON. */
  static String describe(int item) {
    return String.format(
        Locale.ROOT,
        "{\"item\":%d,\"price\":\"%s\",\"pieces\":%d}",
        item,
        money(priceInCents(item)),
        pieces(item));
  }

  static int priceInCents(int item) {
    if (item < 1 || item > ITEMS) {
      throw new IllegalArgumentException("there are items 1 to " + ITEMS);
    }
    return 250 + 37 * item;
  }

  /** How many pieces a pack holds; 0 for what is sold by weight. */
  static int pieces(int item) {
    return item % 25 == 0 ? 0 : 1 + item % 6;
  }

  static String money(int cents) {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }
}
