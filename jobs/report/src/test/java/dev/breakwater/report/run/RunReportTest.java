package dev.breakwater.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ledger.folder.RunFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class RunReportTest {

    private static final String HOSTILE =
            "</svg><script>alert(1)</script>\" onload='x' \u202Egnp.exe\u0000\u001b[31m &amp; \uD800";

    @TempDir
    Path out;

    @Test
    void tellsTheStoryOfAFloodInWordsAndInAPlot() throws Exception {
        new SampleRun(out).flood("0123456789ab", "checkout").summary(890_975, 3, 17);
        Document page = page();
        assertThat(text(page, "h1").get(0))
                .isEqualTo(
                        "1 surge was seen among 40 watched functions, $28.95 above the expected: 1 page, 1 throttle (released),"
                                + " $17.25 averted, 100 good calls refused.");
        String all = page.getDocumentElement().getTextContent();
        assertThat(all)
                .contains(
                        "2026-08-05T14:20Z",
                        "2 min after the onset",
                        "12 min after the onset",
                        "the alarm lasted 1 h 15 min")
                .containsPattern("(?s)last above the threshold\\s*2026-08-05T15:35Z.*closed\\s*2026-08-05T15:45Z")
                .contains("reserved concurrency 31", "to no reserved concurrency, as found")
                .contains("A function whose memory size is unknown counts with 1,024 MB")
                .contains("calls or cost are far above normal for this time of day")
                .contains(
                        "890,975",
                        "rejects",
                        "late samples",
                        "throttle: the excess cost is above the policy's throttle threshold");
        assertThat(classes(page))
                .contains("band", "observed", "expected", "concurrency", "limit")
                .contains("mark onset", "mark detected", "mark paged", "mark throttle", "mark release");
    }

    /** Such a change is too small for an alert. */
    @Test
    void aCallThatCostsMoreThanInTheFirstDaysIsMarkedInTheSpend() throws Exception {
        new SampleRun(out).summary(10, 0, 0);
        StringBuilder spend = new StringBuilder();
        for (int day = 1; day <= 8; day++) {
            for (String function : List.of("search", "steady")) {
                double usd = function.equals("search") && day > 5 ? .021 : .01;
                spend.append(String.format(
                        java.util.Locale.ROOT,
                        "{\"day\":\"2026-08-%02d\",\"function\":\"%s\",\"account\":\"111122223333\","
                                + "\"region\":\"eu-west-1\",\"usd\":%.3f,\"calls\":1000}%n",
                        day,
                        function,
                        usd));
            }
        }
        Files.writeString(out.resolve("spend.jsonl"), spend);
        Document page = page();
        assertThat(page.getDocumentElement().getTextContent())
                .containsPattern(
                        "search \\(111122223333 eu-west-1\\)\\s*\\$0\\.11\\s*8,000\\s*\\$10\\.00\\s*\\$21\\.00\\s*2\\.1 ×");
        assertThat(text(page, "b")).contains("2.1 ×").doesNotContain("1 ×");
    }

    @Test
    void namesTheQueueThatWasHeld() throws Exception {
        String flood = Files.readString(
                new SampleRun(out).flood("0123456789ab", "checkout").incidents());
        Files.writeString(
                out.resolve("incidents.jsonl"),
                flood.replace("\"value\":31", "\"value\":31,\"lever\":\"queue\",\"mapping\":\"4f1c\""));
        assertThat(page().getDocumentElement().getTextContent())
                .contains("MaximumConcurrency 31 of queue mapping 4f1c");
    }

    @Test
    void anObservedLineBreaksWhereMinutesAreMissing() throws Exception {
        new SampleRun(out).flood("0123456789ab", "checkout");
        assertThat(paths(page(), "observed")).first().asString().containsPattern("^M[^M]+M[^M]+$");
    }

    /** The points of a lasting change or a budget are never written. */
    @Test
    void anIncidentWithoutPointsHasNoPlotAndNoLineIsUnreadable() throws Exception {
        new SampleRun(out).openSpread("ffffffffffff").summary(10, 0, 0);
        Files.createFile(out.resolve("points.jsonl"));
        Plots.write(new RunFolder(out));
        assertThat(page().getDocumentElement().getTextContent())
                .contains("There is no plot")
                .doesNotContain("could not be read");
    }

    @Test
    void anIncidentStillOpenAndWithoutAPlotIsSaidToBe() throws Exception {
        new SampleRun(out).openSpread("ffffffffffff").summary(10, 0, 0);
        String all = page().getDocumentElement().getTextContent();
        assertThat(all)
                .contains("whole account", "the input ended first", "nobody", "$1,234.50")
                .contains("There is no plot")
                .doesNotContain("Nothing was throttled");
    }

    @Test
    void aRecordingSaysThatTheDashedLineIsSimulated() throws Exception {
        new SampleRun(out).flood("0123456789ab", "checkout").summary(10, 0, 0);
        assertThat(page().getDocumentElement().getTextContent())
                .contains("calls that would have run under the limit (simulated)", "our limit", "the usual range");
        assertThat(paths(page(), "held-demand")).as("the line and its key").hasSize(2);
    }

    @Test
    void aLiveRunHasThePlotFromItsPointsAndTheNamesOfThoseWhoActed() throws Exception {
        new SampleRun(out)
                .flood("0123456789ab", "checkout")
                .points("checkout")
                .decision("0123456789ab", "held", "above-throttle-line", "", 1560, 31)
                .decision("0123456789ab", "override", "overridden", "somebody: released by hand", 4470, null)
                .decision(
                        "0123456789ab",
                        "request",
                        "requested",
                        "a person asked for it: release, by bob, from console",
                        4480,
                        null);
        Files.delete(out.resolve("plots.jsonl"));
        String all = page().getDocumentElement().getTextContent();
        assertThat(all)
                .contains(
                        "onset",
                        "seen",
                        "paged",
                        "throttle 31 asked for",
                        "held at 31",
                        "release by bob",
                        "released by hand")
                .doesNotContain("There is no plot", "simulated");
        assertThat(attributes(page(), "svg", "aria-label"))
                .contains("Demand and concurrency of checkout from 2026-08-05T13:20Z to 2026-08-05T15:35Z");
        assertThat(paths(page(), "limit")).as("the line and its key").hasSize(2);
    }

    @Test
    void theHeaderNamesTheDaysOfTheDataAndNotOnlyTheTimeOfItsIncidents() throws Exception {
        new SampleRun(out).flood("0123456789ab", "checkout").summary(10, 0, 0);
        for (String day : new String[] {"2026-07-25", "2026-08-05"}) {
            Files.writeString(
                    out.resolve("spend.jsonl"),
                    "{\"day\":\"" + day + "\",\"function\":\"checkout\",\"account\":\"111122223333\","
                            + "\"region\":\"eu-west-1\",\"usd\":1.5,\"calls\":1}\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        assertThat(page().getDocumentElement().getTextContent())
                .contains("data of 2 days, 2026-07-25 to 2026-08-05; incidents and alarms from 2026-08-05T12:20Z to");
    }

    @Test
    void aHostileNameStaysText() throws Exception {
        new SampleRun(out).flood("0123456789ab\" onclick=\"x", HOSTILE).summary(1, 0, 0);
        String html = Files.readString(RunReport.write(out));
        assertThat(html).doesNotContain("<script", "\u202E", "\u0000", "\u001b");
        assertThat(html).contains("&lt;script&gt;alert(1)", "\\u202Egnp.exe\\u0000\\u001B[31m &amp;amp;");
        assertThat(page().getElementsByTagName("script").getLength()).isZero();
        NodeList all = page().getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            assertThat(((Element) all.item(i)).hasAttribute("onclick")).isFalse();
            assertThat(((Element) all.item(i)).hasAttribute("onload")).isFalse();
        }
    }

    @Test
    void aVeryLongNameIsCutShort() throws Exception {
        new SampleRun(out).flood("0123456789ab", "x".repeat(100_000));
        assertThat(Files.size(RunReport.write(out))).isLessThan(100_000);
    }

    @Test
    void loadsNothing() throws Exception {
        new SampleRun(out)
                .flood("0123456789ab", "checkout")
                .openSpread("ffffffffffff")
                .summary(1, 0, 0);
        String html = Files.readString(RunReport.write(out));
        assertThat(html).doesNotContain("http://", "https://", "url(", "@import", "src=\"", "<link", "<script");
        assertThat(html).contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
        NodeList anchors = page().getElementsByTagName("a");
        for (int i = 0; i < anchors.getLength(); i++) {
            assertThat(((Element) anchors.item(i)).getAttribute("href")).startsWith("#i-");
        }
    }

    @Test
    void aQuietRunSaysSo() throws Exception {
        new SampleRun(out).summary(890_975, 0, 0);
        Document page = page();
        assertThat(text(page, "h1"))
                .containsExactly("No surge was seen in 890,975 samples among 40 watched functions.");
        assertThat(text(page, "h2")).containsExactly("Input", "How to read this");
    }

    @Test
    void aRunWithoutSamplesDoesNotClaimThatNothingWasFound() throws Exception {
        new SampleRun(out).summary(0, 12, 0);
        assertThat(text(page(), "h1"))
                .containsExactly("No sample could be read, so this report says nothing about the account.");
    }

    @Test
    void anEmptyFolderGivesAPage() throws Exception {
        assertThat(text(page(), "h1")).containsExactly("No surge was seen.");
    }

    @Test
    void linesThatCannotBeReadAreCounted() throws Exception {
        SampleRun run = new SampleRun(out).flood("0123456789ab", "checkout");
        run.garbage("incidents.jsonl");
        run.garbage("plots.jsonl");
        assertThat(page().getDocumentElement().getTextContent())
                .contains("4 lines of the run's own files could not be read.");
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws Exception {
        new SampleRun(out)
                .flood("0123456789ab", "checkout")
                .openSpread("ffffffffffff")
                .summary(1, 0, 0);
        String once = Files.readString(RunReport.write(out));
        assertThat(Files.readString(RunReport.write(out))).isEqualTo(once);
    }

    /** Parses the page as XML. Fails if the page is not well-formed. */
    private Document page() throws IOException, ParserConfigurationException, SAXException {
        String html = Files.readString(RunReport.write(out));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> text(Document page, String element) {
        List<String> texts = new ArrayList<>();
        NodeList found = page.getElementsByTagName(element);
        for (int i = 0; i < found.getLength(); i++) texts.add(found.item(i).getTextContent());
        return texts;
    }

    private static List<String> classes(Document page) {
        List<String> classes = new ArrayList<>();
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) classes.add(((Element) all.item(i)).getAttribute("class"));
        return classes;
    }

    private static List<String> attributes(Document page, String element, String attribute) {
        List<String> values = new ArrayList<>();
        NodeList all = page.getElementsByTagName(element);
        for (int i = 0; i < all.getLength(); i++) values.add(((Element) all.item(i)).getAttribute(attribute));
        return values;
    }

    private static List<String> paths(Document page, String type) {
        List<String> paths = new ArrayList<>();
        NodeList all = page.getElementsByTagName("path");
        for (int i = 0; i < all.getLength(); i++) {
            Element path = (Element) all.item(i);
            if (path.getAttribute("class").equals(type)) paths.add(path.getAttribute("d"));
        }
        return paths;
    }
}
