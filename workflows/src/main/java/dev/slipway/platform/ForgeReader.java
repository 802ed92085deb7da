package dev.slipway.platform;

import static dev.slipway.document.Readings.choice;
import static dev.slipway.document.Readings.dnsLabel;

import dev.slipway.document.Section;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of a forge in a platform file. */
final class ForgeReader {

  private static final Pattern WEB =
      Pattern.compile(
          "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?", Pattern.CASE_INSENSITIVE);
  private static final Pattern HERE =
      Pattern.compile("http://(localhost|127\\.0\\.0\\.1)([:/].*)?", Pattern.CASE_INSENSITIVE);

  private final RepositoryLocation location;

  ForgeReader(RepositoryLocation location) {
    this.location = location;
  }

  ForgeBinding forge(Section section) {
    String name = section.required("name", dnsLabel(63)).orElse("");
    Optional<ForgeBinding.Kind> kind = section.required("kind", choice(ForgeBinding.Kind.class));
    boolean plainHttp =
        section
            .optional("plainHttp", choice(List.of("allowed", "forbidden")))
            .map("allowed"::equals)
            .orElse(false);
    Optional<String> url = section.required("url", location.repository());
    Optional<String> token = section.optional("tokenFile", location.file());
    Optional<String> secret = section.optional("webhookSecretFile", location.file());
    ForgeBinding.MergeMethod merge =
        section
            .optional("merge", choice(ForgeBinding.MergeMethod.class))
            .orElse(ForgeBinding.MergeMethod.MERGE);
    if (kind.isPresent()) {
      if (kind.get() == ForgeBinding.Kind.LOCAL) {
        checkLocal(section);
      } else {
        checkRemote(section, url, plainHttp);
      }
    }
    return new ForgeBinding(
        name,
        kind.orElse(ForgeBinding.Kind.LOCAL),
        url.map(text -> text.replaceFirst("/+$", "")).orElse(""),
        token.orElse(""),
        secret,
        merge);
  }

  static Optional<String> sameUrl(List<ForgeBinding> before, ForgeBinding forge) {
    return before.stream().anyMatch(other -> other.url().equalsIgnoreCase(forge.url()))
        ? Optional.of("has the url of one before it; name each forge once")
        : Optional.empty();
  }

  private static void checkLocal(Section section) {
    for (String name : List.of("tokenFile", "webhookSecretFile", "merge", "plainHttp")) {
      if (section.has(name)) {
        section.problem(name, "does not belong to a forge of the kind local");
      }
    }
  }

  private static void checkRemote(Section section, Optional<String> url, boolean plainHttp) {
    if (!section.has("tokenFile")) {
      section.problem("name the file with the worker's token in 'tokenFile'");
    }
    if (url.isEmpty()) {
      return;
    }
    if (!WEB.matcher(url.get()).matches()) {
      section.problem("url", "must be a URL such as https://git.example.com");
    } else if (url.get().regionMatches(true, 0, "http://", 0, 7)
        && !plainHttp
        && !HERE.matcher(url.get()).matches()) {
      section.problem(
          "url",
          "must be https, as the token would travel in the clear; in a network of your own write"
              + " plainHttp: allowed");
    }
  }
}
