package dev.slipway.build.report;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One file of JUnit XML. Test cases are counted one by one, as writers disagree on what the sums in
 * the attributes include; a sum that is higher than what the cases show is believed all the same.
 */
final class JUnitXml {

  private static final int DEEPEST = 64;

  private final XMLStreamReader xml;
  private final JUnitTally tally;

  JUnitXml(XMLStreamReader xml, JUnitTally tally) {
    this.xml = xml;
    this.tally = tally;
  }

  /** Counts the file's tests; false when it is XML of another kind. */
  boolean read() throws XMLStreamException {
    while (xml.next() != XMLStreamConstants.START_ELEMENT) {
      if (xml.getEventType() == XMLStreamConstants.DTD) {
        throw new XMLStreamException("a report must not have a DOCTYPE", xml.getLocation());
      }
    }
    switch (xml.getLocalName()) {
      case "testsuites" -> suites();
      case "testsuite" -> suite();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void suites() throws XMLStreamException {
    while (nextChild()) {
      if (xml.getLocalName().equals("testsuite")) {
        suite();
      } else {
        skip(2);
      }
    }
  }

  /** An outermost suite, with those in it. */
  private void suite() throws XMLStreamException {
    String name = attribute("name");
    int claimed = number("failures") + number("errors");
    int before = tally.failures();
    cases(2);
    int shown = tally.failures() - before;
    if (claimed > shown) {
      tally.failedBeside(claimed - shown, name);
    }
  }

  private void cases(int depth) throws XMLStreamException {
    requireShallow(depth);
    while (nextChild()) {
      switch (xml.getLocalName()) {
        case "testcase" -> testCase(depth + 1);
        case "testsuite" -> cases(depth + 1);
        default -> skip(depth + 1);
      }
    }
  }

  private void testCase(int depth) throws XMLStreamException {
    String type = attribute("classname");
    String method = attribute("name");
    String name = type.isEmpty() ? method : type + "." + method;
    boolean failed = false;
    boolean skipped = false;
    while (nextChild()) {
      switch (xml.getLocalName()) {
        case "failure", "error" -> failed = true;
        case "skipped" -> skipped = true;
        default -> {
          // output, properties, and failures of earlier tries of a test that passed in the end
        }
      }
      skip(depth + 1);
    }
    if (failed) {
      tally.failed(name);
    } else if (skipped) {
      tally.skipped();
    } else {
      tally.passed();
    }
  }

  /** Stands at the next child's start, or, when there is none, at the end of the element. */
  private boolean nextChild() throws XMLStreamException {
    while (true) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
      if (event == XMLStreamConstants.ENTITY_REFERENCE) {
        throw new XMLStreamException("a report must not use entities", xml.getLocation());
      }
    }
  }

  private void skip(int depth) throws XMLStreamException {
    requireShallow(depth);
    while (nextChild()) {
      skip(depth + 1);
    }
  }

  private void requireShallow(int depth) throws XMLStreamException {
    if (depth > DEEPEST) {
      throw new XMLStreamException("a report must not be nested deeper than 64", xml.getLocation());
    }
  }

  private String attribute(String name) {
    @Nullable String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private int number(String name) throws XMLStreamException {
    String value = attribute(name).strip();
    if (value.isEmpty()) {
      return 0;
    }
    if (!value.matches("[0-9]{1,9}")) {
      throw new XMLStreamException("'" + name + "' must be a number", xml.getLocation());
    }
    return Integer.parseInt(value);
  }
}
