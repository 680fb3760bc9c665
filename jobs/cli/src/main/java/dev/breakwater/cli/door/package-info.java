/** The door for requests over HTTP, as a process. */
package dev.breakwater.cli.door;
