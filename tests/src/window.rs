//! The real window's page, through WebDriver.

use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use thirtyfour::prelude::{By, WebDriver, WebDriverResult, WebElement};
use thirtyfour::{Capabilities, TypingData};
use tokio::runtime::Runtime;

use crate::app::{await_port, free_port};
use crate::process::Process;
use crate::{Desk, wait};

/// A page under WebDriver.
///
/// Places are named by a `data-testid` (`"confirm-add"`), or by any CSS selector that is more than
/// such a word (`"[data-testid=code-row] .code"`). What is asked for is waited for.
pub struct Window {
    driver: RefCell<Option<WebDriver>>,
    /// Where WebKitWebDriver is.
    url: String,
    runtime: Runtime,
    _process: Process,
}

impl Window {
    /// Connects WebKitWebDriver to a program that listens as WebKit's inspector on `inspector`.
    pub fn attach(desk: &Desk, inspector: u16) -> Result<Self> {
        await_port(inspector, "the page's inspector")?;
        let port = free_port()?;
        let mut command = desk.command("WebKitWebDriver");
        command.args([
            format!("--port={port}"),
            format!("--target=127.0.0.1:{inspector}"),
        ]);
        let process = desk.start_program(&mut command, "webdriver")?;
        await_port(port, "WebKitWebDriver")?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let url = format!("http://127.0.0.1:{port}");
        let window = Self {
            driver: RefCell::new(None),
            url,
            runtime,
            _process: process,
        };
        window.begin()?;
        Ok(window)
    }

    /// Begins a session; one that was there is forgotten.
    fn begin(&self) -> Result<()> {
        if let Some(old) = self.driver.borrow_mut().take() {
            let _guard = self.runtime.enter();
            let _ = old.leak();
        }
        let driver = wait::until("a WebDriver session", || {
            let session = self.runtime.block_on(async {
                WebDriver::builder(&self.url, Capabilities::new())
                    .request_timeout(Duration::from_secs(30))
                    .connect()
                    .await
            })?;
            Ok(Some(session))
        })?;
        *self.driver.borrow_mut() = Some(driver);
        Ok(())
    }

    /// Asks the page. A session ends with the process that draws the page, and that one is ended when the vault locks:
    /// the page that came in its place is asked, once.
    fn ask<T, F>(&self, ask: impl Fn(WebDriver) -> F) -> Result<T>
    where
        F: Future<Output = WebDriverResult<T>>,
    {
        let driver = || {
            let driver = self.driver.borrow().clone();
            driver.context("the session ended")
        };
        match self.runtime.block_on(ask(driver()?)) {
            Err(error) if error.to_string().contains("invalid session id") => {
                self.begin()?;
                Ok(self.runtime.block_on(ask(driver()?))?)
            }
            answer => Ok(answer?),
        }
    }

    /// What was pressed may have ended the page's process, and with it the answer.
    fn done(&self, answer: WebDriverResult<()>) -> Result<()> {
        let Err(error) = answer else {
            return Ok(());
        };
        let driver = self.driver.borrow().clone();
        let went = driver.is_some_and(|driver| {
            let still = self.runtime.block_on(driver.title());
            still.is_err_and(|error| error.to_string().contains("invalid session id"))
        });
        anyhow::ensure!(went, "{error}");
        Ok(())
    }

    fn elements(&self, place: &str) -> Result<Vec<WebElement>> {
        self.ask(|driver| async move { driver.find_all(By::Css(css(place))).await })
    }

    /// Waits until a place can be seen, and answers it.
    fn seen(&self, place: &str) -> Result<WebElement> {
        wait::until(&format!("“{place}” in the window"), || {
            for element in self.elements(place)? {
                if self.runtime.block_on(element.is_displayed())? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .with_context(|| format!("the window shows:\n{}", self.shown()))
    }

    /// Waits until a place can be seen.
    pub fn see(&self, place: &str) -> Result<()> {
        self.seen(place).map(drop)
    }

    /// Whether a place can be seen now.
    pub fn sees(&self, place: &str) -> Result<bool> {
        for element in self.elements(place)? {
            if self.runtime.block_on(element.is_displayed())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Waits until a place is gone.
    pub fn gone(&self, place: &str) -> Result<()> {
        wait::until(&format!("“{place}” to go"), || {
            wait::yes(!self.sees(place)?)
        })
    }

    /// Clicks on a place.
    pub fn click(&self, place: &str) -> Result<()> {
        self.see(place)?;
        wait::until(&format!("“{place}” to be enabled"), || {
            let element = self.seen(place)?;
            if !self.runtime.block_on(element.is_enabled())? {
                return Ok(None);
            }
            self.done(self.runtime.block_on(element.click()))?;
            Ok(Some(()))
        })
    }

    /// Types into a field, in place of what was there.
    pub fn fill(&self, place: &str, text: &str) -> Result<()> {
        wait::until(&format!("“{place}” to take a text"), || {
            let element = self.seen(place)?;
            self.runtime.block_on(async {
                element.clear().await?;
                if text.is_empty() {
                    return Ok(());
                }
                element.send_keys(text).await
            })?;
            Ok(Some(()))
        })
    }

    /// Presses keys where the focus is.
    pub fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        let active = self.ask(|driver| async move { driver.active_element().await })?;
        self.done(self.runtime.block_on(active.send_keys(keys)))
    }

    /// The text of a place, once it can be seen.
    pub fn text(&self, place: &str) -> Result<String> {
        let element = self.seen(place)?;
        Ok(self.runtime.block_on(element.text())?)
    }

    /// The text that a field holds.
    pub fn value(&self, place: &str) -> Result<String> {
        let element = self.seen(place)?;
        let value = self.runtime.block_on(element.prop("value"))?;
        Ok(value.unwrap_or_default())
    }

    /// A property of a place (`checked`, `disabled`, …) as text, once it can be seen.
    pub fn property(&self, place: &str, name: &str) -> Result<String> {
        let element = self.seen(place)?;
        let value = self.runtime.block_on(element.prop(name))?;
        Ok(value.unwrap_or_default())
    }

    /// An attribute of a place, once it can be seen.
    pub fn attribute(&self, place: &str, name: &str) -> Result<Option<String>> {
        let element = self.seen(place)?;
        Ok(self.runtime.block_on(element.attr(name))?)
    }

    /// Waits until a place has this text somewhere in it.
    pub fn await_text(&self, place: &str, part: &str) -> Result<()> {
        wait::until(&format!("“{part}” in “{place}”"), || {
            wait::yes(self.sees(place)? && self.text(place)?.contains(part))
        })
        .with_context(|| format!("the window shows:\n{}", self.shown()))
    }

    /// Runs a script in the page: `return …` with `arguments`.
    pub fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let answer = self.ask(|driver| {
            let arguments = arguments.clone();
            async move { driver.execute(script, arguments).await }
        })?;
        Ok(answer.json().clone())
    }

    /// Waits until nothing in the page moves any more.
    pub fn settle(&self) -> Result<()> {
        wait::until("a page at rest", || {
            let moving = self.script(
                "return document.getAnimations().filter(a => a.playState === 'running').length",
                Vec::new(),
            )?;
            wait::yes(moving == 0)
        })
    }

    /// How many of a place there are, seen or not.
    pub fn count(&self, place: &str) -> Result<usize> {
        Ok(self.elements(place)?.len())
    }

    /// Every account in the list: its name line as shown, and its code.
    pub fn codes(&self) -> Result<Vec<(String, String)>> {
        let found = self.script(
            "return [...document.querySelectorAll('[data-testid=code-row]')].map(row => [row.innerText, \
             row.querySelector('[data-testid=code]')?.textContent ?? ''])",
            Vec::new(),
        )?;
        Ok(serde_json::from_value(found)?)
    }

    /// Waits for an account whose row has this in it; answers its code.
    pub fn code(&self, name: &str) -> Result<String> {
        let code = wait::until(&format!("the code of {name}"), || {
            Ok(self
                .codes()?
                .into_iter()
                .find(|(row, _)| row.contains(name))
                .map(|(_, code)| code))
        })
        .with_context(|| format!("the window shows:\n{}", self.shown()))?;
        Ok(code)
    }

    /// Clicks on the row of an account, which copies its code.
    pub fn click_account(&self, name: &str) -> Result<()> {
        self.click(&format!("{} .main", self.row(name)?))
    }

    /// Opens the sheet of an account.
    pub fn open_account(&self, name: &str) -> Result<()> {
        self.click(&format!("{} [data-testid=account-menu]", self.row(name)?))
    }

    /// The selector of an account's row.
    fn row(&self, name: &str) -> Result<String> {
        self.code(name)?;
        let id = self.script(
            "return [...document.querySelectorAll('[data-testid=code-row]')]\
             .find(row => row.innerText.includes(arguments[0]))?.dataset.id",
            vec![json!(name)],
        )?;
        let Some(id) = id.as_str() else {
            bail!("{name} is not in the list any more")
        };
        Ok(format!("[data-id=\"{id}\"]"))
    }

    /// All text that the page shows now; for the reports of failures.
    pub fn shown(&self) -> String {
        match self.script("return document.body.innerText", Vec::new()) {
            Ok(text) => text.as_str().unwrap_or_default().to_owned(),
            Err(error) => format!("(nothing: {error:#})"),
        }
    }

    /// Everything that the page holds: all that a script in it could read.
    pub fn everything(&self) -> Result<String> {
        let held = self.script(
            "const stores = name => { try { return JSON.stringify({...window[name]}) } catch { return '' } };\
             return document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')]\
             .map(field => field.value).join('\\n') + stores('localStorage') + stores('sessionStorage')",
            Vec::new(),
        )?;
        Ok(held.as_str().unwrap_or_default().to_owned())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The driver's process ends with this value, and the session with it.
        if let Some(driver) = self.driver.get_mut().take() {
            let _guard = self.runtime.enter();
            let _ = driver.leak();
        }
    }
}

/// A bare word is a `data-testid`; anything else is CSS.
fn css(place: &str) -> String {
    if place
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        format!("[data-testid=\"{place}\"]")
    } else {
        place.to_owned()
    }
}
