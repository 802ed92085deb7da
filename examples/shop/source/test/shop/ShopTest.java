package shop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Starts the real service and asks it over HTTP; writes a JUnit XML report. */
public final class ShopTest {

  private final Shop shop =
      new Shop(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "");
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> cases = new ArrayList<>();
  private int failed;

  private ShopTest() throws IOException {}

  public static void main(String[] args) throws IOException {
    ShopTest test = new ShopTest();
    test.shop.start();
    try {
      test.check("isHealthy", "/healthz", 200, "\"status\":\"ok\"");
      test.check("tellsThePriceOfAnItem", "/shop?item=1", 200, "\"price\":\"2.87\"");
      test.check("tellsThePriceOfAnotherItem", "/shop?item=42", 200, "\"price\":\"18.04\"");
      test.check("refusesAnItemThatIsNotSold", "/shop?item=101", 400, "there are items 1 to 100");
      test.check("refusesWhatIsNoItem", "/shop?item=x", 400, "ask for an item");
    } finally {
      test.shop.stop();
    }
    test.report(Path.of(args[0]));
    System.exit(test.failed == 0 ? 0 : 1);
  }

  private void check(String name, String path, int status, String part) {
    long begun = System.nanoTime();
    String problem = problem(path, status, part);
    double seconds = (System.nanoTime() - begun) / 1e9;
    String failure = "";
    if (!problem.isEmpty()) {
      failed++;
      failure = "<failure message=\"" + escaped(problem) + "\"/>";
    }
    System.out.println((problem.isEmpty() ? "passed  " : "FAILED  ") + name + " " + problem);
    cases.add(
        String.format(
            Locale.ROOT,
            "  <testcase classname=\"shop.ShopTest\" name=\"%s\" time=\"%.3f\">%s</testcase>%n",
            name,
            seconds,
            failure));
  }

  private String problem(String path, int status, String part) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + shop.port() + path);
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      boolean fits = answer.statusCode() == status && answer.body().contains(part);
      return fits ? "" : "answered " + answer.statusCode() + ": " + answer.body().strip();
    } catch (IOException e) {
      return "no answer: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private void report(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        String.format(
            "<testsuite name=\"shop.ShopTest\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\">%n%s</testsuite>%n",
            cases.size(), failed, String.join("", cases)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
