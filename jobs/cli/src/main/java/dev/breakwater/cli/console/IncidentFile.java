package dev.breakwater.cli.console;

import dev.breakwater.cli.door.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;

/** The page of an incident in the console, and the result page after a person pressed a button. */
final class IncidentFile {

    /** The script of a page that is opened from a file. The script only reloads the page. */
    private static final String OF_FILES =
            "<meta http-equiv=\"(?:Content-Security-Policy\" content=\"[^\"]{1,80}|refresh\" content=\"60)\"/>\n?";

    private static final String REFRESH = "<meta http-equiv=\"refresh\" content=\"60\"/>";
    private static final String SCRIPT = "<script src=\"../console.js\" defer></script>";
    private static final String NEWS = SCRIPT + "<noscript>" + REFRESH + "</noscript></head>";

    private static final String HOME = "<a href=\"../\">Breakwater</a>";

    private IncidentFile() {}

    /**
     * Shows the buttons, which an incident's file contains inside a comment. Only the console shows the buttons,
     * because only the console accepts requests.
     *
     * @param acts     whether anybody may send requests
     * @param asksToAct whether the person requested the buttons
     * @param warning   the warning at the top of the page, or empty
     */
    static String shown(Path file, boolean acts, boolean asksToAct, String warning) throws IOException {
        String page = Files.readString(file);
        Instant written = Files.getLastModifiedTime(file).toInstant();
        boolean live = page.contains(REFRESH);
        page = page.replaceAll(OF_FILES, "").replace("<p class=\"over\">Breakwater", "<p class=\"over\">" + HOME);
        // the page must not reload while a person is about to act
        if (acts && asksToAct) page = page.replaceFirst("</head>", SCRIPT + "</head>");
        else if (live) page = page.replaceFirst("</head>", NEWS);
        String shown = asksToAct ? "act" : "door";
        if (acts) page = page.replace("<!--" + shown, "").replace(shown + "-->", "");
        return page.replace("<!--age-->", age(written))
                .replaceFirst("</header>", Matcher.quoteReplacement(warning) + "</header>");
    }

    /** Keeps the page's shown age up to date while the page stays open. */
    private static String age(Instant written) {
        long age = Math.max(0, Duration.between(written, Instant.now()).toSeconds());
        return "<b>Written <time data-age=\"" + written + "\">" + age + " s ago</time>. <span id=\"link\"></span></b> ";
    }

    /** Waits until the job has had time to read the request, then shows the previous page again. */
    static String answered(Answer said, String referer) {
        String back = referer.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        String link = back.matches("[A-Za-z0-9-]{1,80}\\.html")
                ? "incidents/" + back
                : back.equals("leases") ? back : "incidents";
        return "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Breakwater</title>"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\">"
                + (said.status() < 300 ? "<meta http-equiv=\"refresh\" content=\"8; url=" + link + "\">" : "")
                + "<body><main style=\"font: 1.1rem/1.5 system-ui; margin: 2rem; max-width: 40rem\"><p>"
                + escaped(said.text())
                + "</p><p><a style=\"display: block; padding: 1rem 0\" href=\"" + link
                + "\">Back to the page</a></p></main></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
