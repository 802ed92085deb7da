package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevMarker;

/** The last lines of the demo. */
final class WhereToLook {

  private WhereToLook() {}

  static String text(Venue venue, DevMarker marker, DemoRepositories repositories, String program) {
    StringBuilder text = new StringBuilder("Where to look\n");
    if (!marker.temporalUi().isEmpty()) {
      text.append("  the releases      ").append(marker.temporalUi()).append('\n');
    }
    text.append("  the service       ").append(venue.service(marker)).append("/shop?item=7\n");
    text.append("  its source        git -C ").append(repositories.source()).append(" log main\n");
    text.append("  what runs         git -C ").append(repositories.config()).append(" log main\n");
    venue.whereToLook().forEach(line -> text.append(line).append('\n'));
    text.append("What to try\n");
    text.append("  ").append(program).append(" release list\n");
    text.append("  ").append(program).append(" environment history production shop\n");
    text.append("  ").append(program).append(" rollback shop production\n");
    text.append("  change the service in ")
        .append(marker.state())
        .append("/checkouts/shop, commit, git push: a release begins\n");
    return text.toString().stripTrailing();
  }
}
