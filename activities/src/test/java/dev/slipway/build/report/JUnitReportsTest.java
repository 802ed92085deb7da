package dev.slipway.build.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.TestResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as tools write them, and as somebody might who means us harm. */
class JUnitReportsTest {

  @TempDir private Path workspace;
  private final JUnitReports reports = new JUnitReports();

  @Test
  void countsAndNamesTheTestsOfAFile() throws Exception {
    write(
        "report.xml",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="shop.PriceTest" tests="4" failures="1" errors="1" skipped="1">
          <properties><property name="a" value="b"/></properties>
          <testcase classname="shop.PriceTest" name="addsUp" time="0.1"/>
          <testcase classname="shop.PriceTest" name="rounds"><failure message="1 &lt; 2">at …</failure></testcase>
          <testcase classname="shop.PriceTest" name="parses"><error/><system-out><![CDATA[<failure/>]]></system-out></testcase>
          <testcase classname="shop.PriceTest" name="later"><skipped/></testcase>
          <system-out>text</system-out>
        </testsuite>
        """);

    JUnitReport report = reports.read(workspace, "report.xml");

    assertThat(report.counts()).isEqualTo(new TestResult.Counts(4, 2, 1));
    assertThat(report.failures()).containsExactly("shop.PriceTest.rounds", "shop.PriceTest.parses");
  }

  @Test
  void sumsUpAllReportsBelowADirectory() throws Exception {
    write("reports/a/TEST-a.xml", suite("<testcase classname='A' name='a'/>"));
    write(
        "reports/TEST-b.xml",
        "<testsuites>"
            + suite("<testcase classname='B' name='b'><failure/></testcase>")
            + "</testsuites>");
    write("reports/notes.txt", "not XML");
    write("reports/settings.xml", "<settings><testcase/></settings>");

    JUnitReport report = reports.read(workspace, "reports");

    assertThat(report.counts()).isEqualTo(new TestResult.Counts(2, 1, 0));
  }

  @Test
  void countsTheTestsOfNestedSuites() throws Exception {
    write("r.xml", suite(suite("<testcase name='deep'><error/></testcase>")));

    assertThat(reports.read(workspace, "r.xml").failures()).containsExactly("deep");
  }

  @Test
  void believesASuiteThatClaimsFailuresWithoutNamingThem() throws Exception {
    write("r.xml", "<testsuite name='SetUp' errors='1'><testcase name='a'/></testsuite>");

    JUnitReport report = reports.read(workspace, "r.xml");

    assertThat(report.counts().failed()).isEqualTo(1);
    assertThat(report.failures()).containsExactly("SetUp");
  }

  @Test
  void takesATestThatPassedInALaterTryAsPassed() throws Exception {
    write("r.xml", suite("<testcase name='flaky'><flakyFailure/><rerunFailure/></testcase>"));

    assertThat(reports.read(workspace, "r.xml").counts().failed()).isZero();
  }

  @Test
  void namesAtMostTwentyFailures() throws Exception {
    write(
        "r.xml",
        suite(
            IntStream.range(0, 50)
                .mapToObj(i -> "<testcase name='t" + i + "'><failure/></testcase>")
                .collect(Collectors.joining())));

    JUnitReport report = reports.read(workspace, "r.xml");

    assertThat(report.counts().failed()).isEqualTo(50);
    assertThat(report.failures()).hasSize(20);
  }

  @Test
  void shortensAndCleansNames() throws Exception {
    write("r.xml", suite("<testcase name='a&#10;" + "x".repeat(5000) + "'><failure/></testcase>"));

    String name = reports.read(workspace, "r.xml").failures().getFirst();

    assertThat(name).hasSizeLessThanOrEqualTo(200).startsWith("a x").doesNotContain("\n");
  }

  @Test
  void saysThatAReportWasNotMade() {
    assertUnreadable("target/surefire-reports", "'target/surefire-reports' was not made");
  }

  @Test
  void takesAReportWithoutTestsForNoReport() throws Exception {
    write("reports/empty.xml", "<testsuites/>");

    assertUnreadable("reports", "'reports' names no test");
  }

  @Test
  void refusesAReportThatWasCutOff() throws Exception {
    write("r.xml", "<testsuite><testcase name='a'/>");

    assertUnreadable("r.xml", "cannot be read");
  }

  @Test
  void refusesXmlOfAnotherKind() throws Exception {
    write("r.xml", "<project/>");

    assertUnreadable("r.xml", "is no JUnit XML");
  }

  @Test
  void readsNoFileThroughAnEntity() throws Exception {
    write("secret", "s3cret");
    write(
        "r.xml",
        "<!DOCTYPE t [<!ENTITY x SYSTEM '%s'>]><testsuite><testcase name='&x;'><failure/></testcase></testsuite>"
            .formatted(workspace.resolve("secret").toUri()));

    assertUnreadable("r.xml", "cannot be read");
  }

  @Test
  void expandsNoEntities() throws Exception {
    write(
        "r.xml",
        """
        <!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <testsuite><testcase name="x">&b;</testcase></testsuite>
        """);

    assertUnreadable("r.xml", "cannot be read");
  }

  @Test
  void refusesElementsThatAreNestedTooDeep() throws Exception {
    write("r.xml", suite("<a>".repeat(100) + "</a>".repeat(100)));

    assertUnreadable("r.xml", "cannot be read");
  }

  @Test
  void doesNotOverflowOnAbsurdClaims() throws Exception {
    String absurd =
        "<testsuite failures='999999999' errors='999999999'><testcase name='a'/></testsuite>";
    write("r.xml", "<testsuites>" + absurd.repeat(5) + "</testsuites>");

    assertThat(reports.read(workspace, "r.xml").counts().failed()).isPositive();
  }

  @Test
  void refusesAClaimThatIsNoNumber() throws Exception {
    write("r.xml", "<testsuite failures='some'><testcase name='a'/></testsuite>");

    assertUnreadable("r.xml", "cannot be read");
  }

  @Test
  void doesNotLeaveTheWorkspace() throws Exception {
    Path outside = Files.createTempDirectory(workspace.getParent(), "outside");
    Files.writeString(outside.resolve("r.xml"), suite("<testcase name='a'/>"));
    Files.createSymbolicLink(workspace.resolve("link"), outside);

    assertUnreadable("link", "leads out of the workspace");
    assertUnreadable("../" + outside.getFileName(), "leads out of the workspace");
    assertUnreadable(outside.toString(), "leads out of the workspace");
  }

  @Test
  void doesNotFollowALinkToAFileOutside() throws Exception {
    Path outside = Files.createTempDirectory(workspace.getParent(), "outside").resolve("r.xml");
    Files.writeString(outside, suite("<testcase name='a'><failure/></testcase>"));
    write("reports/ok.xml", suite("<testcase name='b'/>"));
    Files.createSymbolicLink(workspace.resolve("reports/bad.xml"), outside);

    assertThat(reports.read(workspace, "reports").failures()).isEqualTo(List.of());
  }

  private void assertUnreadable(String report, String message) {
    assertThatThrownBy(() -> reports.read(workspace, report))
        .isInstanceOf(UnreadableReport.class)
        .hasMessageContaining(message);
  }

  private static String suite(String content) {
    return "<testsuite name='s'>" + content + "</testsuite>";
  }

  private void write(String path, String content) throws IOException {
    Path file = workspace.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content, StandardCharsets.UTF_8);
  }
}
