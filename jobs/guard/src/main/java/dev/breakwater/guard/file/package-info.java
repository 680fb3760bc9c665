/** The job's files with rotating, complete lines, and the files from people. */
package dev.breakwater.guard.file;
