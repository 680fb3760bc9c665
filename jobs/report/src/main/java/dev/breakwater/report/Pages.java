package dev.breakwater.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Renders the templates of {@code src/main/jte}, which the build has compiled. The same input gives the same bytes. */
public final class Pages {

    /** The place where the build puts the compiled templates. */
    private static final String TEMPLATES = "dev.breakwater.report.jte";

    private static final TemplateEngine ENGINE = engine();

    /** The style sheet that all pages use. */
    public static final String CSS = resource("page.css");

    private Pages() {}

    /**
     * Creates the engine with this class's own loader. By default, jte uses the thread's class loader. Flink closes
     * that loader when the job ends. After that, a template that is used for the first time could not be loaded.
     */
    static TemplateEngine engine() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Pages.class.getClassLoader());
        try {
            return TemplateEngine.createPrecompiled(null, ContentType.Html, null, TEMPLATES);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** @param parameter the template's only parameter */
    public static String render(String template, Object parameter) {
        StringOutput page = new StringOutput();
        ENGINE.render(template, parameter, new PageOutput(page));
        return page.toString();
    }

    /** Returns the content of a file next to this class. */
    public static String resource(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) throw new FileNotFoundException("not in this build: " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The output of a template. jte escapes each text as its context requires. Names come from outside, so this class
     * also makes invisible characters visible, and cuts long texts.
     */
    static final class PageOutput extends OwaspHtmlTemplateOutput {

        private static final int LONGEST_TEXT = 600;

        private boolean attribute;

        PageOutput(TemplateOutput out) {
            super(out);
        }

        @Override
        public void setContext(String tag, String attributeName) {
            super.setContext(tag, attributeName);
            attribute = attributeName != null;
        }

        @Override
        public void writeUserContent(String text) {
            if (text == null) return;
            super.writeUserContent(Wording.visible(attribute ? text : Wording.cut(text, LONGEST_TEXT)));
        }
    }
}
