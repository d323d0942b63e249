//! Pictures: decoded by the browser, looked at here, re-encoded by the browser.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use shared::exchange::reader::{Capture, Effort, PHOTO_QUALITY, Photo, Problem};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, ImageBitmap, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d,
};

use super::detector;
use crate::{codes, picture};

/// No larger picture is taken into this memory; more pixels only show more paper.
const LOOKED_AT_EDGE: u32 = 4096;
/// A camera frame is shrunk by the browser on the way, which is quicker than by us.
const FRAME_EDGE: u32 = 1024;

/// The texts of the codes in a file or bitmap.
pub(super) async fn codes(body: JsValue, effort: Effort) -> Result<Vec<String>, Problem> {
    let bitmap = match body.dyn_into::<ImageBitmap>() {
        Ok(bitmap) => bitmap,
        Err(body) => {
            open(&body.dyn_into().map_err(|_| Problem::Misunderstood)?)
                .await?
                .0
        }
    };
    // What the browser reads itself costs nothing. It decodes bytes in an encoding of its choice,
    // so only plain letters are believed.
    let seen = detector::read(&bitmap).await;
    if !seen.is_empty() && seen.iter().all(|text| text.is_ascii()) {
        bitmap.close();
        return Ok(seen);
    }
    let edge = if effort == Effort::Frame {
        FRAME_EDGE
    } else {
        LOOKED_AT_EDGE
    };
    let (width, height) = within(bitmap.width(), bitmap.height(), edge);
    let (_, context) = drawn(&bitmap, width, height)?;
    let pixels = context
        .get_image_data(0.0, 0.0, f64::from(width), f64::from(height))
        .map_err(|_| Problem::NoCanvas)?
        .data();
    let texts = codes::read(&pixels, width, height, effort);
    Ok(if texts.is_empty() { seen } else { texts })
}

/// The photograph small enough to keep, as JPEG.
pub(super) async fn photo(body: JsValue) -> Result<(Photo, ArrayBuffer), Problem> {
    let blob: Blob = body.dyn_into().map_err(|_| Problem::Misunderstood)?;
    let (bitmap, capture) = open(&blob).await?;
    let (width, height) = picture::kept_size(bitmap.width(), bitmap.height());
    let (canvas, _) = drawn(&bitmap, width, height)?;
    let options = ImageEncodeOptions::new();
    options.set_type("image/jpeg");
    options.set_quality(f64::from(PHOTO_QUALITY) / 100.0);
    let encoded = canvas
        .convert_to_blob_with_options(&options)
        .map_err(|_| Problem::NoCanvas)?;
    let encoded: Blob = JsFuture::from(encoded)
        .await
        .map_err(|_| Problem::NoCanvas)?
        .unchecked_into();
    let buffer = JsFuture::from(encoded.array_buffer())
        .await
        .map_err(|_| Problem::NoCanvas)?;
    Ok((
        Photo {
            width,
            height,
            capture,
        },
        buffer.unchecked_into(),
    ))
}

/// Decodes a file, turned upright, after its header said that this is safe; and what the camera
/// wrote beside it.
async fn open(blob: &Blob) -> Result<(ImageBitmap, Capture), Problem> {
    let mut start = head(blob, picture::HEAD).await?;
    let mut size = picture::size(&start);
    if size == Err(Problem::NotAPicture) && blob.size() > f64::from(picture::HEAD) {
        start = head(blob, picture::LONG_HEAD).await?;
        size = picture::size(&start);
    }
    size?;
    let capture = picture::capture(&start);
    let decoding = super::scope()
        .create_image_bitmap_with_blob(blob)
        .map_err(|_| Problem::NoCanvas)?;
    let bitmap = JsFuture::from(decoding)
        .await
        .map_err(|_| Problem::NotAPicture)?;
    Ok((bitmap.unchecked_into(), capture))
}

async fn head(blob: &Blob, length: u32) -> Result<Vec<u8>, Problem> {
    let part = blob
        .slice_with_i32_and_i32(0, length.cast_signed())
        .map_err(|_| Problem::NotAPicture)?;
    let buffer = JsFuture::from(part.array_buffer())
        .await
        .map_err(|_| Problem::NotAPicture)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// A canvas with the bitmap on white paper in the given size. The bitmap is given back to the browser.
fn drawn(
    bitmap: &ImageBitmap,
    width: u32,
    height: u32,
) -> Result<(OffscreenCanvas, OffscreenCanvasRenderingContext2d), Problem> {
    let canvas = OffscreenCanvas::new(width, height).map_err(|_| Problem::NoCanvas)?;
    let context = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .ok_or(Problem::NoCanvas)?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    let (w, h) = (f64::from(width), f64::from(height));
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, w, h);
    // Where the browser does not know the property, it draws as it does.
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, w, h)
        .map_err(|_| Problem::NotAPicture)?;
    bitmap.close();
    Ok((canvas, context))
}

fn within(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    if longest <= edge {
        return (width, height);
    }
    let scaled = |side: u32| (u64::from(side) * u64::from(edge) / u64::from(longest)).max(1) as u32;
    (scaled(width), scaled(height))
}
