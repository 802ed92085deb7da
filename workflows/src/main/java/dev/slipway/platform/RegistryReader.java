package dev.slipway.platform;

import static dev.slipway.document.Readings.choice;
import static dev.slipway.document.Readings.matching;
import static dev.slipway.document.Readings.text;

import dev.slipway.document.Reading;
import dev.slipway.document.Section;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of a registry in a platform file. */
final class RegistryReader {

  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+\\])(:[0-9]{1,5})?");

  /** A colon would end it: what follows would be taken for the password. */
  private static final Pattern USERNAME = Pattern.compile("[^:\\p{Cntrl}]+");

  private static final List<String> LOGINS = List.of("username", "tokenFile", "dockerConfig");

  private final RepositoryLocation location;

  RegistryReader(RepositoryLocation location) {
    this.location = location;
  }

  RegistryBinding registry(Section section) {
    String host =
        section
            .required(
                "host",
                matching(
                    HOST,
                    255,
                    "a host as in names of images, such as"
                        + " registry.example.com or localhost:5000"))
            .orElse("");
    Optional<String> username = section.optional("username", username());
    Optional<String> password = section.optional("passwordFile", location.file());
    Optional<String> token = section.optional("tokenFile", location.file());
    Optional<String> dockerConfig = section.optional("dockerConfig", location.file());
    Optional<String> authority = section.optional("caFile", location.file());
    boolean plainHttp =
        section
            .optional("plainHttp", choice(List.of("allowed", "forbidden")))
            .map("allowed"::equals)
            .orElse(false);
    checkLogin(section);
    if (plainHttp && section.has("caFile")) {
      section.problem("caFile", "is of no use with plainHttp: allowed, as there is no TLS");
    }
    boolean whole = username.isPresent() && password.isPresent();
    return new RegistryBinding(
        host,
        whole ? username : Optional.empty(),
        whole ? password : Optional.empty(),
        token,
        dockerConfig,
        authority,
        plainHttp);
  }

  /** What is wrong is not shown: it may end in a password. */
  private static Reading<String> username() {
    return value ->
        text(200)
            .read(value)
            .filter(
                name -> {
                  boolean isName = USERNAME.matcher(name).matches();
                  if (!isName) {
                    value.problem("must be a user's name alone: the password lies in passwordFile");
                  }
                  return isName;
                });
  }

  private static void checkLogin(Section section) {
    if (section.has("username") && !section.has("passwordFile")) {
      section.problem("username", "needs 'passwordFile': the file that holds its password");
    }
    if (section.has("passwordFile") && !section.has("username")) {
      section.problem("passwordFile", "needs 'username', whose password it is");
    }
    List<String> logins = LOGINS.stream().filter(section::has).toList();
    if (logins.size() > 1) {
      section.problem("log in one way: leave one of " + String.join(", ", logins));
    }
  }
}
