//! A folder in which tests call `bindery`.

#![allow(dead_code, reason = "each test uses a part")]

use std::path::Path;
use std::process::{Command, Output};

/// A folder that is removed with the value.
pub(crate) struct Project(tempfile::TempDir);

impl Project {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, in a folder that need not exist.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).expect("a file")
    }

    /// Calls `bindery` in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_bindery"))
            .args(arguments)
            .current_dir(self.path())
            .output()
            .expect("the command runs")
    }

    /// What a command prints on standard output and on standard error, if it exits so.
    pub(crate) fn prints(&self, arguments: &[&str], code: i32) -> [String; 2] {
        let output = self.run(arguments);
        let printed = [output.stdout, output.stderr];
        let printed = printed.map(|it| String::from_utf8(it).expect("UTF-8"));
        assert_eq!(output.status.code(), Some(code), "{}", printed.concat());
        printed
    }
}
